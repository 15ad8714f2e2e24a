/** What a button of a review says: show a page, decide those on the card, or keep everybody else. */
export type ReviewButton = { readonly page: number } | { readonly does: 'decide' | 'keep'; readonly period: string };

const shape = /^([\w-]+)\/(?:(\d{1,6})|(decide|keep)-(\d{4}(?:-Q[1-4])?))$/;

export function reviewId(workspace: string, says: ReviewButton): string {
  return 'page' in says ? `${workspace}/${says.page}` : `${workspace}/${says.does}-${says.period}`;
}

/** The other way round, by input; undefined for what no card of a review says. */
export function readReviewId(id: string): Readonly<Record<string, string>> | undefined {
  const [, workspace, page, does, period] = shape.exec(id) ?? [];
  if (!workspace) return /^[\w-]+$/.test(id) ? { workspace: id } : undefined;
  return page === undefined ? { workspace, does: does!, period: period! } : { workspace, page };
}
