import type { Container, ContainerDefinition, CosmosClient, IndexingPolicy } from '@azure/cosmos';

/** Every property that a query filters by. */
const asked = ['partition', 'kind', 'expiresAt', 'listing/order', 'listing/person', 'listing/group'];

/**
 * One index for each kind of indexed list (cosmos-lists.ts). The paths are those of the query's ORDER BY, in its order and
 * direction: what is fixed first, what has a range last (https://learn.microsoft.com/azure/cosmos-db/index-policy, "Queries
 * with a filter and ORDER BY").
 */
const listed = [[], ['listing/person'], ['listing/group'], ['listing/person', 'listing/group']];

// What is asked for is little; histories, effects and cards are large and never asked for.
const policy = {
  includedPaths: asked.map((path) => ({ path: `/${path}/?` })),
  excludedPaths: [{ path: '/*' }],
  compositeIndexes: listed.map((fixed) =>
    ['partition', 'kind', ...fixed, 'listing/order'].map((path) => ({
      path: `/${path}`,
      order: 'descending' as const,
    })),
  ),
} satisfies IndexingPolicy;

type CompositePaths = readonly { readonly path: string; readonly order?: string }[];

/** The container, made where it is missing, and given the indexes that it lacks, if the credential may. */
export async function openContainer(client: CosmosClient, database: string, id: string): Promise<Container> {
  const made = await client.databases.createIfNotExists({ id: database });
  const { container, resource } = await made.database.containers.createIfNotExists({
    id,
    partitionKey: { paths: ['/partition'] },
    // Documents expire only where they say so.
    defaultTtl: -1,
    indexingPolicy: policy,
  });
  const indexingPolicy = missingFrom(resource?.indexingPolicy);
  if (indexingPolicy) await replaceWherePossible(container, { ...resource, indexingPolicy });
  return container;
}

/** The policy with what it lacks; undefined where it has everything. */
function missingFrom(existing: IndexingPolicy = {}): IndexingPolicy | undefined {
  const { includedPaths = [], compositeIndexes = [] } = existing;
  const paths = new Set(includedPaths.map(({ path }) => path));
  const names = new Set(compositeIndexes.map(nameOf));
  const newPaths = paths.has('/*') ? [] : policy.includedPaths.filter(({ path }) => !paths.has(path));
  const newIndexes = policy.compositeIndexes.filter((index) => !names.has(nameOf(index)));
  if (newPaths.length === 0 && newIndexes.length === 0) return undefined;
  return {
    ...existing,
    includedPaths: [...includedPaths, ...newPaths],
    compositeIndexes: [...compositeIndexes, ...newIndexes],
  };
}

function nameOf(index: CompositePaths): string {
  return index.map(({ path, order = 'ascending' }) => `${path} ${order}`).join();
}

async function replaceWherePossible(container: Container, definition: ContainerDefinition): Promise<void> {
  try {
    await container.replace(definition);
  } catch (error) {
    // An Entra identity may not; only indexed lists need these, and everything else shall work.
    if (!(error instanceof Error && 'code' in error && error.code === 403)) throw error;
  }
}
