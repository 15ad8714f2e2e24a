import type { Caller, Person } from '../people/people.ts';
import type { Members } from './members.ts';

/** The caller with the roles of this moment, as the directory says: for decisions. @throws {WorkspaceError} the directory's */
export async function callerNow(members: Pick<Members, 'rolesNow'>, caller: Caller): Promise<Caller> {
  return { ...caller, roles: await members.rolesNow(caller.aadObjectId) };
}

/** Somebody of whom a document knows no more than who it is, as if they asked this moment. @throws as {@link callerNow} */
export async function personNow(members: Pick<Members, 'rolesNow'>, person: Person): Promise<Caller> {
  return { ...person, tenantId: '', locale: 'en', roles: await members.rolesNow(person.aadObjectId) };
}
