/** What an id of Resource Manager's says; its resource group is written as Azure wrote it, in one case or another. */
export function parseResourceId(id: string): { readonly resourceGroup: string; readonly name: string } {
  const parts = id.split('/');
  const at = parts.findIndex((part) => part.toLowerCase() === 'resourcegroups');
  return { resourceGroup: parts[at + 1] ?? '', name: parts.at(-1) ?? '' };
}
