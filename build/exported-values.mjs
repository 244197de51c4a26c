/**
 * What a part exports, as values. esbuild lets each use of another part's export go through two getters, so that it sees what is assigned later; that
 * takes as long as much of what is called. Nothing that a part exports is assigned after the part was loaded, and parts do not load each other in a circle.
 */

/** The first of their kind: packages that were bundled before may have their own. */
const getters = /__export\d*\((\w+_exports),\{([^{}]*)\}\);module\.exports=__toCommonJS\d*\(\1\);/;
const getter = /^([\w$]+|"[^"]+"):\(\)=>([\w$.]+)$/;
/** The last of its kind, written for tools that read the names of exports. */
const names = { begin: '0&&(module.exports={', end: '});' };

/**
 * @param text of a part, as esbuild writes it. What stands before the end keeps its place, so that the source map stays right.
 * @throws Error where esbuild writes exports in another form
 */
export function exportedValues(text) {
  const begin = text.lastIndexOf(names.begin);
  if (begin < 0) return text;
  const found = getters.exec(text);
  const values = found?.[2].split(',').map((each) => getter.exec(each));
  if (!values?.every(Boolean)) throw new Error('the exports of a part have an unknown form');
  const end = text.indexOf(names.end, begin) + names.end.length;
  const members = ['__esModule:true', ...values.map(([, name, local]) => `${name}:${local}`)];
  const before = text.slice(0, begin).replace(found[0], ' '.repeat(found[0].length));
  return `${before}module.exports={${members}};${text.slice(end)}`;
}

/**
 * @param outputs of esbuild's metafile
 * @throws Error where parts load each other in a circle
 */
export function refuseCircles(outputs) {
  const done = new Set();
  const visit = (file, above) => {
    if (above.includes(file)) throw new Error(`parts load each other in a circle: ${[...above, file].join(' > ')}`);
    if (done.has(file)) return;
    done.add(file);
    const loads = outputs[file].imports.filter(({ kind, external }) => kind === 'import-statement' && !external);
    for (const { path } of loads) visit(path, [...above, file]);
  };
  for (const file of Object.keys(outputs)) visit(file, []);
}
