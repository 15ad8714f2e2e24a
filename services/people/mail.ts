/** What a mail says. It leaves the people of a workspace: counts, sizes and numbers, never names of files or what somebody wrote but for all to read. */
export interface MailContent {
  /** The same mail has the same key, so that nobody gets it twice. */
  readonly key: string;
  readonly subject: string;
  /** Plain text; the HTML part is made of it where there is none. */
  readonly text: string;
  readonly html?: string;
  /** Shown by Outlook in the place of the text, with buttons that do what they do in Teams. */
  readonly card?: object;
}

export interface Mail extends MailContent {
  /** The recipient's aadObjectId. */
  readonly to: string;
}

/** Sends mail; `azure/mail.ts` provides it. */
export interface MailClient {
  /**
   * Sends the mail, or finds that it was sent. False where the person has no mailbox.
   * @throws {WorkspaceError} refused (Labdesk may not send), unavailable, throttled, timeout
   */
  send(mail: Mail): Promise<boolean>;
}
