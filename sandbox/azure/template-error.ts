/** The template cannot be deployed; `code` and message as Azure's preflight says them. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly code = 'InvalidTemplate';
}
