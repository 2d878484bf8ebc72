/** What depends on something by id; the ids are unique. */
export interface Dependent {
  id: string;
  depends_on: readonly string[];
}

/** Upstream first; otherwise the given order is kept. A circle is returned as the ids along it, first one repeated. */
export function inDependencyOrder<T extends Dependent>(
  rows: readonly T[],
): { order: T[] } | { cycle: string[] } {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const order: T[] = [];
  const done = new Set<string>();

  function visit(row: T, path: string[]): string[] | null {
    if (done.has(row.id)) return null;
    if (path.includes(row.id)) return [...path.slice(path.indexOf(row.id)), row.id];
    for (const id of row.depends_on) {
      const upstream = byId.get(id);
      const cycle = upstream && visit(upstream, [...path, row.id]);
      if (cycle) return cycle;
    }
    done.add(row.id);
    order.push(row);
    return null;
  }

  for (const row of rows) {
    const cycle = visit(row, []);
    if (cycle) return { cycle };
  }
  return { order };
}

/** Everything the row stands on, directly or through others; unknown ids are left out. */
export function upstreamOf(id: string, rows: ReadonlyMap<string, Dependent>): Set<string> {
  const found = new Set<string>();
  const walk = (at: string): void => {
    for (const upstream of rows.get(at)?.depends_on ?? []) {
      if (found.has(upstream) || !rows.has(upstream)) continue;
      found.add(upstream);
      walk(upstream);
    }
  };
  walk(id);
  return found;
}

/** Everything that stands on the row, directly or through others. */
export function downstreamOf(id: string, rows: ReadonlyMap<string, Dependent>): Set<string> {
  return new Set([...rows.keys()].filter((other) => upstreamOf(other, rows).has(id)));
}
