/** How this app proves who it is to Entra ID. */
export type CredentialSettings = {
  readonly tenantId: string;
  /** The app id, or the client id of the user-assigned managed identity. */
  readonly clientId: string;
  /** Another login endpoint than Entra's; for the sandbox alone. Instance discovery is then off. */
  readonly authorityHost?: string;
} & (
  | { readonly kind: 'managed-identity' }
  | { readonly kind: 'federated'; readonly tokenFile: string }
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'certificate'; readonly certificatePath: string }
);
