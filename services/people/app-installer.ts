/** Installs Labdesk's Teams app for people who have not; `azure/app-install.ts` provides it. */
export interface AppInstaller {
  /**
   * Installs the app, or finds it installed, and says in which chat the bot reaches the person; undefined where the
   * organisation does not allow that, or does not have the app in its catalogue.
   * @throws {WorkspaceError} unavailable, throttled, timeout
   */
  install(aadObjectId: string): Promise<string | undefined>;
}
