/**
 * Takes away what a workspace was made of. All that the template makes stands in the workspace's resource group, Labdesk's own private
 * endpoint too, so the group is all there is to remove. Every method may be called again at any time, and throws WorkspaceErrors only.
 */
export interface TeardownClient {
  /**
   * Begins to delete the resource group with everything in it, which takes minutes to an hour; one that is gone or going is fine. Azure gives
   * up where something in it cannot be deleted: whoever waits begins again from time to time.
   * @throws {WorkspaceError} refused where Labdesk may not, or a lock stands on it
   */
  begin(resourceGroup: string): Promise<void>;
  isGone(resourceGroup: string): Promise<boolean>;
  /**
   * Begins to delete the machine, which takes minutes. Its disk and network interface go with it where it was made with
   * `deleteOption: Delete`, as the template does. One that is gone or going is fine.
   */
  removeMachine(resourceGroup: string, name: string): Promise<void>;
  machineIsGone(resourceGroup: string, name: string): Promise<boolean>;
}
