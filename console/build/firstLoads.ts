import { build, type InlineConfig, type Rollup } from 'vite';

type Chunk = Rollup.OutputChunk;

/** The modules that each entry begins with, as a build shows them that has thrown out what nothing uses. */
async function modulesOf(entries: string[], config: InlineConfig): Promise<Set<string>[]> {
  const built = await build({
    ...config,
    configFile: false,
    logLevel: 'error',
    build: { ...config.build, write: false, minify: false },
  });
  const { output } = built as Rollup.RollupOutput;
  const chunks = new Map(output.filter((one): one is Chunk => one.type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
  return entries.map((entry) => {
    const modules = new Set<string>();
    const seen = new Set<string>();
    const ahead = [...chunks.values()].filter((chunk) => chunk.isEntry && chunk.name === entry).map((chunk) => chunk.fileName);
    for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
      const chunk = chunks.get(name);
      if (!chunk || seen.has(name)) continue;
      seen.add(name);
      Object.keys(chunk.modules).forEach((id) => modules.add(id));
      ahead.push(...chunk.imports);
    }
    return modules;
  });
}

/**
 * The first load of each entry in two files: `start` with what both begin with, and another with what only one does. Left to
 * itself the bundler makes a file for every set of pages that have something in common, and a first visit asks for thirty.
 * What a module pulls in is known only once unused code is gone (one component of a library would stand for all of it), so
 * this builds once to look, and the build that is kept goes by that.
 */
export async function firstLoads(config: InlineConfig) {
  const [app, door] = (await modulesOf(['app', 'door'], config)) as [Set<string>, Set<string>];
  return [
    { name: 'start', priority: 2, test: (id: string) => app.has(id) && door.has(id) },
    { name: 'console', priority: 1, test: (id: string) => app.has(id) && !id.endsWith('.html') },
    // Later pages of the console share these; the door itself would begin anew in the midst of the console.
    { name: 'entrance', priority: 1, test: (id: string) => door.has(id) && !id.includes('/src/door/') && !id.endsWith('.html') },
  ].map((group) => ({ ...group, includeDependenciesRecursively: false }));
}
