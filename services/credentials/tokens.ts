/** Where calls to Microsoft's services get their bearer tokens from. */
export interface TokenSource {
  /**
   * A token for that scope (for example `https://api.botframework.com/.default`), good for at least another minute.
   * @param refused one that the service has just turned down and that is not handed out again
   * @throws {WorkspaceError} unavailable
   */
  token(scope: string, refused?: string): Promise<string>;
}
