import type { Container, CosmosClient } from '@azure/cosmos';

/** The container, made where it is missing and the credential may. */
export async function openContainer(client: CosmosClient, database: string, id: string): Promise<Container> {
  const made = await client.databases.createIfNotExists({ id: database });
  const { container } = await made.database.containers.createIfNotExists({
    id,
    partitionKey: { paths: ['/partition'] },
    // Documents expire only where they say so.
    defaultTtl: -1,
    // What is asked for is little; histories, effects and cards are large and never asked for.
    indexingPolicy: {
      includedPaths: [{ path: '/partition/?' }, { path: '/kind/?' }, { path: '/expiresAt/?' }],
      excludedPaths: [{ path: '/*' }],
    },
  });
  return container;
}
