import { csvText } from '../text/csv.ts';
import { type CostFact, resourceOf } from './cost-facts.ts';

export type CostFileFormat = 'csv' | 'xlsx';

/** What a file of costs is made of. */
export interface CostTable {
  readonly facts: readonly CostFact[];
  readonly workspaces: ReadonlyMap<string, { readonly name: string; readonly costCentre?: string | undefined }>;
}

const columns = [
  'day',
  'workspace',
  'workspace name',
  'cost centre',
  'resource',
  'type',
  'service',
  'amount',
  'currency',
] as const;
/** Of each column, in characters. */
const widths = [12, 18, 24, 16, 28, 36, 24, 16, 10] as const;
/** What a spreadsheet keeps of a number (IEEE 754 double); longer ones are text. */
const mostDigits = 15;

/** The table as text, amounts exact. */
export function costCsv(table: CostTable): string {
  return csvText(
    columns,
    table.facts.map((fact) => rowOf(fact, table)),
  );
}

/** The table as a workbook of one sheet: days are dates, amounts numbers as long as a number keeps all their digits. */
export async function costWorkbook(table: CostTable): Promise<Buffer> {
  // Large for what is asked for so rarely.
  const { default: write } = await import('write-excel-file/node');
  const head = columns.map((value) => ({ value, fontWeight: 'bold' as const }));
  const rows = table.facts.map((fact) => rowOf(fact, table).map((value, index) => cellOf(columns[index]!, value)));
  const options = { columns: widths.map((width) => ({ width })), sheet: 'Costs', stickyRowsCount: 1 };
  return await write([head, ...rows], options).toBuffer();
}

function rowOf({ day, workspace, resource, service, amount, currency }: CostFact, { workspaces }: CostTable): string[] {
  const { name = workspace, costCentre = '' } = workspaces.get(workspace) ?? {};
  const what = resourceOf(resource);
  return [day, workspace, name, costCentre, what.name, what.type, service, amount, currency];
}

function cellOf(column: (typeof columns)[number], value: string) {
  if (column === 'day') return { type: Date, value: new Date(`${value}T00:00:00Z`), format: 'yyyy-mm-dd' };
  if (column === 'amount' && value.replace(/\D/g, '').length <= mostDigits)
    return { type: Number, value: Number(value), format: '0.00##########' };
  return { type: String, value: value.toWellFormed().replaceAll('\0', '') };
}
