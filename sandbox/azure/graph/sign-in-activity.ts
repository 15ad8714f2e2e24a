import type { Call, JsonObject, Reply } from '../http.ts';
import type { DirectoryPerson } from '../state.ts';
import { graphError } from './errors.ts';

const permission = 'AuditLog.Read.All';
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a call selects `signInActivity`, which comes in no other way. */
export function selectsSignIns(call: Call): boolean {
  const selected = (call.query.get('$select') ?? '').split(',').map((name) => name.trim().toLowerCase());
  return selected.includes('signinactivity');
}

export interface SignInTenant {
  /** The `roles` of the caller's token. */
  readonly roles: readonly string[];
  /** Whether the tenant has Microsoft Entra ID P1 or P2. */
  readonly isPremium: boolean;
}

/** What Graph refuses of a call for `signInActivity` of `path`, below the version; undefined where it answers (Graph, "user: signInActivity"). */
export function signInRefusal(call: Call, path: string, { roles, isPremium }: SignInTenant): Reply | undefined {
  const [, user] = /^\/?users(?:\/([^/]+))?$/i.exec(path) ?? [undefined, ''];
  if (user === '' || !selectsSignIns(call)) return undefined;
  if (!roles.includes(permission)) {
    const message = `Calling principal does not have required MSGraph permissions ${permission}`;
    return graphError(403, 'Authentication_MSGraphPermissionMissing', message);
  }
  if (!isPremium) {
    const message = "Neither tenant is B2C or tenant doesn't have premium license";
    return graphError(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', message);
  }
  if (user === undefined) return graphError(501, 'NotImplemented', 'Sign-ins are not listed here; ask for one user.');
  if (guid.test(user)) return undefined;
  return graphError(400, 'BadRequest', 'Get By Key only supports UserId and the key has to be a valid Guid');
}

/** With it, what comes beside the rest: nothing for whoever has never signed in. */
export function signInModel({ signInActivity }: DirectoryPerson): JsonObject {
  return signInActivity ? { signInActivity } : {};
}
