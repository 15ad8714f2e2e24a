import { WorkspaceError } from '../errors.ts';
import type { DesktopPolicy } from '../workspaces/workspaces.ts';

export interface DesktopAddress {
  /** Host name, private DNS name or, only without Entra sign-in, private IPv4 address. */
  readonly host: string;
  readonly entraSignIn: boolean;
  /** Remote Desktop Gateway or Bastion host; undefined connects directly. */
  readonly gateway?: string;
}

/** Letters, digits, dots and hyphens; brackets and colons of addresses have no place here. */
const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;
const ipAddress = /^\d{1,3}(\.\d{1,3}){3}$/;
/** C0 and C1 controls and Unicode's line separators: each could begin a new line, and with it a key of its own. */
const controlCharacter = /[\p{Cc}\u2028\u2029]/u;

/**
 * The text of an .rdp file, from a fixed list of keys, in a fixed order, without a password.
 * Keys: "Supported RDP properties", learn.microsoft.com/azure/virtual-desktop/rdp-properties.
 * `enablerdsaadauth` signs in with Entra ID and needs a name, since it does not work with an address.
 * @throws {WorkspaceError} invalid, where a field could not be written safely
 */
export function rdpFile(address: DesktopAddress, policy: Omit<DesktopPolicy, 'entraSignIn'>): string {
  requireHost(address.host, 'machine');
  if (address.gateway !== undefined) requireHost(address.gateway, 'gateway');
  if (address.entraSignIn && ipAddress.test(address.host)) {
    throw new WorkspaceError(
      'invalid',
      'Entra sign-in needs the name of the machine, not its address. Ask an admin to set its host name.',
    );
  }
  const gateway = address.gateway
    ? [
        `gatewayhostname:s:${address.gateway}`,
        'gatewayusagemethod:i:1',
        'gatewayprofileusagemethod:i:1',
        'gatewaycredentialssource:i:0',
      ]
    : ['gatewayusagemethod:i:0'];
  const lines = [
    `full address:s:${address.host}`,
    `enablerdsaadauth:i:${flag(address.entraSignIn)}`,
    'enablecredsspsupport:i:1',
    'prompt for credentials:i:1',
    // 1 refuses a server that cannot prove who it is; without Entra ID machines carry a certificate of their own, so 2 asks.
    `authentication level:i:${address.entraSignIn ? 1 : 2}`,
    `redirectclipboard:i:${flag(policy.clipboard)}`,
    `drivestoredirect:s:${policy.drives ? '*' : ''}`,
    `redirectprinters:i:${flag(policy.printers)}`,
    'redirectcomports:i:0',
    'redirectsmartcards:i:0',
    'redirectposdevices:i:0',
    'redirectlocation:i:0',
    'devicestoredirect:s:',
    'usbdevicestoredirect:s:',
    'camerastoredirect:s:',
    'audiocapturemode:i:0',
    ...gateway,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function flag(on: boolean): 0 | 1 {
  return on ? 1 : 0;
}

function requireHost(host: string, what: string): void {
  if (controlCharacter.test(host) || !hostName.test(host)) {
    throw new WorkspaceError(
      'invalid',
      `The ${what}'s name cannot be written into a connection file. Ask an admin to look into it.`,
    );
  }
}
