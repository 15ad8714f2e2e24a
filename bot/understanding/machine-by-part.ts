import type { Vocabulary } from '../understand.ts';
import type { Entity } from './entity.ts';
import type { Token } from './tokens.ts';

const machineNouns = new Set(['machine', 'vm', 'computer', 'server', 'box', 'instance', 'workstation', 'pc', 'node']);

/** "the r machine in oncology": a machine by a part of its name, where there is only one; sure only where the workspace was said. */
export function machineByPart(
  sentence: string,
  tokens: readonly Token[],
  found: Entity[],
  vocabulary: Vocabulary,
): Entity[] {
  if (found.some(({ kind }) => kind === 'machine')) return found;
  const workspace = found.find(({ kind }) => kind === 'workspace');
  for (const [index, { word }] of tokens.entries()) {
    if (!machineNouns.has(word)) continue;
    for (const at of [index - 1, index + 1]) {
      const part = tokens[at]?.word;
      if (part === undefined || found.some((entity) => at >= entity.from && at < entity.to)) continue;
      const named = vocabulary.machines.filter(
        (machine) =>
          (!workspace || machine.workspace === workspace.value) &&
          machine.name
            .toLowerCase()
            .split(/[-_.]+/)
            .slice(1)
            .includes(part),
      );
      if (named.length !== 1) continue;
      const from = Math.min(at, index);
      const said = sentence.slice(tokens[from]!.start, tokens[from + 1]!.end);
      const match = workspace?.match === 'named' ? 'named' : 'near';
      return [
        ...found,
        { kind: 'machine', value: named[0]!.name, said, from: at, to: at + 1, match, soft: false } satisfies Entity,
      ].sort((a, b) => a.from - b.from);
    }
  }
  return found;
}
