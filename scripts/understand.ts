/** Reads sentences on standard input, one a line, and prints what Labdesk makes of each as one JSON line. Names are the sandbox's. */
import { createInterface } from 'node:readline';
import { actions } from '../bot/actions/index.ts';
import { normaliseMessage, Understanding, type Understood, type Vocabulary } from '../bot/understand.ts';
import { people, workspaces } from '../sandbox/seed.ts';
import { seedFiles } from '../sandbox/seed-files.ts';

const vocabulary: Vocabulary = {
  machines: workspaces.flatMap(({ id, machines }) => machines.map(({ name }) => ({ name, workspace: id }))),
  workspaces,
  people: Object.values(people),
  requests: [],
  files: [...new Set(workspaces.flatMap(({ id }) => seedFiles(id).map(({ path }) => path)))],
};
const names = new Map(vocabulary.people.map(({ aadObjectId, name }) => [aadObjectId, name]));
const understanding = new Understanding(actions);

/** People by their names: an object id says nothing to a reader. */
function readable({ action, inputs, score, near }: Understood): object {
  const named = Object.entries(inputs).map(([input, value]) => [
    input,
    value
      .split(', ')
      .map((one) => names.get(one) ?? one)
      .join(', '),
  ]);
  return { action, inputs: Object.fromEntries(named), score, ...(near && { near }) };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(readable(understanding.understand(normaliseMessage(line, 'Labdesk'), vocabulary))));
}
