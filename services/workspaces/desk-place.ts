import type { Workspace } from './workspaces.ts';

/**
 * Where the record of the admin's desk is kept: as a workspace's is, in a place that is none. Two hyphens in a row are in no
 * workspace's id (bot/first-workspaces.ts, setup-names.ts); addresses, buttons and blobs take them.
 */
export const deskPlace: Workspace = {
  id: 'admin--desk',
  name: 'Admin desk',
  resourceGroup: '',
  groupId: '',
  desktop: { entraSignIn: true, clipboard: false, drives: false, printers: false },
};
