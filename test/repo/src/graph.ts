/** What leads where. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** The cycles of a graph, each once, as the way round: `a → b → a`. Empty when there is none. */
export const cyclesOf = (graph: Graph): string[] => {
  const done = new Set<string>();
  const cycles = new Set<string>();
  const visit = (node: string, trail: readonly string[]): void => {
    const at = trail.indexOf(node);
    if (at >= 0) cycles.add([...trail.slice(at), node].join(' → '));
    if (at >= 0 || done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...trail, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return [...cycles];
};
