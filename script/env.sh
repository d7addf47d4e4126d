# Sourced by the other scripts: the repository as working folder, and the Node that script/setup may have brought.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ -d build/node/node_modules/node/bin ]] && export PATH="$PWD/build/node/node_modules/node/bin:$PATH"
jobs="$(nproc)"
# Compiled once, found again from any checkout: paths below the repository count as relative.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1
