/** What the sandbox's endpoints.json says, as outsiders rely on it. */
export interface Endpoints {
  readonly bot: string;
  readonly health: string;
  readonly budgetHook: string;
  readonly login: string;
  readonly arm: string;
  readonly graph: string;
  readonly ca: string;
  readonly blob: string;
  readonly queue: string;
  readonly control: string;
  readonly playgrounds?: Readonly<Record<'researcher' | 'owner' | 'admin', string>>;
  readonly openid?: string;
  readonly appId?: string;
  readonly signingKey?: Readonly<Record<string, string>>;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly people: Readonly<Record<PersonKey, Person>>;
  readonly workspaces: readonly Workspace[];
  readonly pids: Readonly<Record<string, number>>;
}

export type PersonKey =
  | 'researcher'
  | 'researcher2'
  | 'owner'
  | 'owner2'
  | 'reviewer'
  | 'reviewer2'
  | 'admin'
  | 'outsider';

export interface Person {
  readonly aadObjectId: string;
  readonly name: string;
  readonly upn: string;
}

export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly groupId: string;
  readonly owners: readonly PersonKey[];
  readonly members: readonly PersonKey[];
  readonly machines: readonly { readonly name: string; readonly os: 'linux' | 'windows' }[];
  readonly storage: { readonly public: string; readonly secure: string };
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}
