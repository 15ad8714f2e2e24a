import type { JsonObject } from '../http.ts';
import type { DirectoryGroup, DirectoryPerson } from '../state.ts';

/** What a person's record answers without `$select`. */
export const personDefaults: readonly string[] = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

/** Every property that the simulated directory knows of a person. */
export function personModel(person: DirectoryPerson): JsonObject {
  return {
    id: person.id,
    businessPhones: [],
    displayName: person.displayName,
    givenName: person.displayName,
    jobTitle: null,
    mail: person.userPrincipalName,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: 'en-GB',
    surname: null,
    userPrincipalName: person.userPrincipalName,
    mailNickname: person.userPrincipalName.split('@')[0],
    accountEnabled: true,
    userType: 'Member',
    department: null,
    companyName: null,
    createdDateTime: '2026-01-05T08:00:00Z',
    ...person.more,
  };
}

export function groupModel(group: DirectoryGroup): JsonObject {
  const unified = group.groupTypes.includes('Unified');
  return {
    id: group.id,
    deletedDateTime: null,
    classification: null,
    createdDateTime: group.createdDateTime,
    creationOptions: [],
    description: group.description || null,
    displayName: group.displayName,
    expirationDateTime: null,
    groupTypes: group.groupTypes,
    isAssignableToRole: null,
    mail: unified ? `${group.mailNickname}@labdesk.example` : null,
    mailEnabled: unified,
    mailNickname: group.mailNickname,
    membershipRule: null,
    membershipRuleProcessingState: null,
    onPremisesDomainName: null,
    onPremisesLastSyncDateTime: null,
    onPremisesNetBiosName: null,
    onPremisesSamAccountName: null,
    onPremisesSecurityIdentifier: null,
    onPremisesSyncEnabled: null,
    preferredDataLocation: null,
    preferredLanguage: null,
    proxyAddresses: [],
    renewedDateTime: group.createdDateTime,
    resourceBehaviorOptions: [],
    resourceProvisioningOptions: [],
    securityEnabled: !unified,
    securityIdentifier: securityIdentifier(group.id),
    theme: null,
    uniqueName: group.uniqueName ?? null,
    visibility: unified ? 'Private' : null,
    onPremisesProvisioningErrors: [],
    serviceProvisioningErrors: [],
  };
}

/** `S-1-12-1-` and the id as four little-endian words. */
function securityIdentifier(id: string): string {
  const hex = id.replaceAll('-', '');
  const bytes = Buffer.from(hex, 'hex');
  // The first three fields of a GUID are little-endian in memory (RFC 4122 variants of Microsoft).
  const guid = Buffer.concat([
    Buffer.from(bytes.subarray(0, 4)).reverse(),
    Buffer.from(bytes.subarray(4, 6)).reverse(),
    Buffer.from(bytes.subarray(6, 8)).reverse(),
    bytes.subarray(8),
  ]);
  return `S-1-12-1-${[0, 4, 8, 12].map((at) => guid.readUInt32LE(at)).join('-')}`;
}
