import assert from 'node:assert/strict';
import { sourcesIn } from './support/sources.ts';

const product = sourcesIn('bot', 'cards', 'services');
const everywhere = [...product, ...sourcesIn('sandbox', 'scripts', 'bench', 'test', 'manifest')];

describe('who imports whom', () => {
  it('goes round in no circle', () => {
    const known = new Map(everywhere.map((source) => [source.path, source]));
    const done = new Set<string>();
    const circles: string[] = [];
    const follow = (path: string, way: readonly string[]): void => {
      if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' imports '));
      if (done.has(path) || way.includes(path)) return;
      for (const { target, typeOnly } of known.get(path)?.imports ?? [])
        if (!typeOnly && known.has(target)) follow(target, [...way, path]);
      done.add(path);
    };
    for (const path of known.keys()) follow(path, []);

    assert.deepEqual(circles, [], 'Move what both need into a file of its own.');
  });

  it('has rooms of rules that know each other in one direction', () => {
    const roomOf = (path: string) => /^services\/(?!azure\/|store\/)([^/]+)\//.exec(path)?.[1];
    const known = new Map<string, Set<string>>();
    for (const { path, imports } of product) {
      const room = roomOf(path);
      if (!room) continue;
      const others = known.get(room) ?? new Set();
      known.set(room, others);
      for (const { target } of imports) {
        const other = roomOf(target);
        if (other && other !== room) others.add(other);
      }
    }
    // Rooms that know no room that is left can be taken away; what stays at last goes round in a circle.
    const left = new Map(known);
    for (let before = 0; before !== left.size; ) {
      before = left.size;
      for (const [room, others] of left) if (![...others].some((other) => left.has(other))) left.delete(room);
    }

    assert.ok(known.size > 20, `${known.size} rooms`);
    assert.deepEqual([...left.keys()], [], 'Move what these rooms need of each other into the one that knows fewer.');
  });
});
