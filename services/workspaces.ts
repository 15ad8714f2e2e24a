/** What the people of a workspace may take in and out of a remote desktop. */
export interface DesktopPolicy {
  /** Sign-in with Entra ID on Windows machines; default true. */
  readonly entraSignIn: boolean;
  readonly clipboard: boolean;
  readonly drives: boolean;
  readonly printers: boolean;
}

/** A locked-down place to work: one resource group, one Entra group. */
export interface Workspace {
  /** Short, lower case, as people write it: `oncology`. */
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** The Entra group whose members and owners are the workspace's. */
  readonly groupId: string;
  readonly desktop: DesktopPolicy;
}
