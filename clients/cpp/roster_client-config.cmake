include(CMakeFindDependencyMacro)
find_dependency(CURL)
find_dependency(Threads)
include("${CMAKE_CURRENT_LIST_DIR}/roster_client.cmake")
