/** The world the sandbox starts with: one tenant, eight people, three workspaces. Pure data; ids never change. */

export type PersonKey =
  | 'researcher'
  | 'researcher2'
  | 'owner'
  | 'owner2'
  | 'reviewer'
  | 'reviewer2'
  | 'admin'
  | 'outsider';

export interface SeedPerson {
  readonly aadObjectId: string;
  readonly name: string;
  readonly upn: string;
}

export interface SeedMachine {
  readonly name: string;
  readonly os: 'linux' | 'windows';
  /** Azure's name of the size. */
  readonly size: string;
  readonly power: 'running' | 'deallocated';
  readonly privateAddress: string;
  readonly vmId: string;
}

/** A managed disk without a machine. */
export interface SeedDisk {
  readonly name: string;
  /** Azure's name of its kind. */
  readonly sku: string;
  readonly sizeGiB: number;
}

export interface SeedWorkspace {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly groupId: string;
  readonly owners: readonly PersonKey[];
  readonly members: readonly PersonKey[];
  readonly machines: readonly SeedMachine[];
  readonly disks?: readonly SeedDisk[];
  /** Storage account names. */
  readonly storage: { readonly public: string; readonly secure: string };
}

export const tenantId = '04eaba7d-6728-4e5b-9300-5ae9a5c128e6';
export const tenantDomain = 'labdesk.example';
export const subscriptionId = '44dd23b9-f75b-4a8f-a98a-e54df0e14874';
/** The bot's application (client) id. */
export const clientId = '832cc727-9661-4ca9-a837-ffedefe3fc55';
/** The object id of the bot's service principal. */
export const servicePrincipalId = 'd1ec37df-c67b-4d9e-8876-6d5877f7c454';
export const location = 'westeurope';
/** The container of a secure account that holds a workspace's files. */
export const filesContainer = 'data';

function person(aadObjectId: string, name: string): SeedPerson {
  return { aadObjectId, name, upn: `${name.toLowerCase().replaceAll(' ', '')}@${tenantDomain}` };
}

export const people: Readonly<Record<PersonKey, SeedPerson>> = {
  researcher: person('3211c93b-f3da-41a8-b591-3903c5d401cd', 'Researcher'),
  researcher2: person('180d4376-a01c-4eed-9ba1-2288bd41169c', 'Researcher 2'),
  owner: person('ae1049bd-3093-49e9-8e66-4d6816952419', 'Owner'),
  owner2: person('f58b1c8a-4b7d-4a21-b4ee-b831b9fd3a44', 'Owner 2'),
  reviewer: person('a578ad24-6d6f-48bf-aff0-8739d7994733', 'Reviewer'),
  reviewer2: person('dd6b03d1-65f9-4327-a582-e75add31bcbd', 'Reviewer 2'),
  admin: person('8660b84b-462d-4a77-ada9-bc407f1ee287', 'Admin'),
  outsider: person('97d48953-b00a-4ea6-86c6-44732221397c', 'Outsider'),
};

export const reviewers = {
  groupId: '04f73be4-fd7f-4abd-a47b-1c43526e0784',
  name: 'Data Reviewers',
  members: ['reviewer', 'reviewer2'] as readonly PersonKey[],
};

export const admins = {
  groupId: '8dfd4041-7a64-4a8b-992d-294b3b5f7bee',
  name: 'Research Environment Admins',
  members: ['admin'] as readonly PersonKey[],
};

export const workspaces: readonly SeedWorkspace[] = [
  {
    id: 'oncology',
    name: 'Oncology',
    resourceGroup: 'rg-oncology',
    groupId: 'd6a33ec1-9ab4-422f-9bdc-69ba24a8ec39',
    owners: ['owner'],
    members: ['researcher', 'researcher2'],
    machines: [
      {
        name: 'onc-python',
        os: 'linux',
        size: 'Standard_D4s_v5',
        power: 'running',
        privateAddress: '10.1.0.4',
        vmId: '5fb72b69-705c-46c2-81d3-fdd7ff0e05db',
      },
      {
        name: 'onc-r',
        os: 'windows',
        size: 'Standard_D8s_v5',
        power: 'deallocated',
        privateAddress: '10.1.0.5',
        vmId: 'adfc42cf-fb02-480e-a9bd-5fab913d0af1',
      },
    ],
    storage: { public: 'stoncologypublic', secure: 'stoncologysecure' },
  },
  {
    id: 'cardiology',
    name: 'Cardiology',
    resourceGroup: 'rg-cardiology',
    groupId: 'a67e8184-e5ca-45bb-9c63-96281a2766d8',
    owners: ['owner2'],
    members: ['researcher2'],
    machines: [
      {
        name: 'card-python',
        os: 'linux',
        size: 'Standard_D4s_v5',
        power: 'running',
        privateAddress: '10.2.0.4',
        vmId: '86e5712a-1611-4004-bace-3bfebd503a69',
      },
      {
        name: 'card-r',
        os: 'windows',
        size: 'Standard_D4s_v5',
        power: 'deallocated',
        privateAddress: '10.2.0.5',
        vmId: '7a9f744f-87f5-476e-af0d-528e1b4f8585',
      },
    ],
    storage: { public: 'stcardiologypublic', secure: 'stcardiologysecure' },
  },
  {
    id: 'genomics',
    name: 'Genomics',
    resourceGroup: 'rg-genomics',
    groupId: 'c1a1f0f7-50c6-4f7b-9a44-0b1d3d2c9e51',
    owners: ['owner'],
    members: ['researcher'],
    machines: [
      {
        name: 'gen-python',
        os: 'linux',
        size: 'Standard_E16s_v5',
        power: 'running',
        privateAddress: '10.3.0.4',
        vmId: 'e0a7b2f4-93f4-4c38-8a53-6a1f0c1d7b26',
      },
    ],
    disks: [{ name: 'gen-archive', sku: 'StandardSSD_LRS', sizeGiB: 512 }],
    storage: { public: 'stgenomicspublic', secure: 'stgenomicssecure' },
  },
];
