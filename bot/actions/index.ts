import type { Action } from './action.ts';
import { announce } from './admin/announce.ts';
import { showHealth } from './admin/health.ts';
import { showPending } from './admin/pending.ts';
import { stopEverything } from './admin/stopall.ts';
import { exportAudit } from './audit/export.ts';
import { showAudit } from './audit/show.ts';
import { verifyAudit } from './audit/verify.ts';
import { exemptBudget } from './budgets/exempt.ts';
import { insistOnBudget } from './budgets/insist.ts';
import { reportBudget } from './budgets/report.ts';
import { setBudget } from './budgets/set.ts';
import { showBudget } from './budgets/show.ts';
import { topUpBudget } from './budgets/topup.ts';
import { toComing } from './come.ts';
import { comingActions } from './coming.ts';
import { listFiles } from './files/list.ts';
import { help } from './help/help.ts';
import { askMachine } from './machines/ask.ts';
import { assignMachine } from './machines/assign.ts';
import { connectMachine } from './machines/connect.ts';
import { idleMachines } from './machines/idle.ts';
import { keepMachine } from './machines/keep.ts';
import { listMachines } from './machines/list.ts';
import { restartMachine } from './machines/restart.ts';
import { scheduleMachine } from './machines/schedule.ts';
import { showMachine } from './machines/show.ts';
import { startMachine } from './machines/start.ts';
import { stopMachine } from './machines/stop.ts';
import { addMember } from './members/add.ts';
import { listMembers } from './members/list.ts';
import { showMe } from './members/me.ts';
import { notifyMember } from './members/notify.ts';
import { removeMember } from './members/remove.ts';
import { reviewMembers } from './members/review.ts';
import { recordTraining } from './members/training.ts';
import { accessRequest } from './requests/access.ts';
import { approveRequest } from './requests/approve.ts';
import { claimRequest } from './requests/claim.ts';
import { commentRequest } from './requests/comment.ts';
import { denyRequest } from './requests/deny.ts';
import { linkRequest } from './requests/link.ts';
import { listRequests } from './requests/list.ts';
import { returnRequest } from './requests/return.ts';
import { revokeRequest } from './requests/revoke.ts';
import { showRequest } from './requests/show.ts';
import { submitRequest } from './requests/submit.ts';
import { withdrawRequest } from './requests/withdraw.ts';
import { archiveWorkspace } from './workspaces/archive.ts';
import { bindWorkspace } from './workspaces/bind.ts';
import { createWorkspace } from './workspaces/create.ts';
import { listWorkspaces } from './workspaces/list.ts';
import { showWorkspace } from './workspaces/show.ts';
import { useWorkspace } from './workspaces/use.ts';

/** Every action Labdesk knows: the only list. Help, understanding, routing and the Teams manifest derive from it. */
export const actions: readonly Action[] = [
  help,
  listMachines,
  startMachine,
  connectMachine,
  stopMachine,
  restartMachine,
  showMachine,
  listFiles,
  accessRequest,
  listRequests,
  showRequest,
  submitRequest,
  linkRequest,
  withdrawRequest,
  commentRequest,
  approveRequest,
  denyRequest,
  returnRequest,
  claimRequest,
  revokeRequest,
  listWorkspaces,
  useWorkspace,
  showWorkspace,
  bindWorkspace,
  createWorkspace,
  archiveWorkspace,
  scheduleMachine,
  keepMachine,
  askMachine,
  assignMachine,
  idleMachines,
  listMembers,
  addMember,
  removeMember,
  reviewMembers,
  recordTraining,
  notifyMember,
  showMe,
  showAudit,
  verifyAudit,
  exportAudit,
  showBudget,
  setBudget,
  topUpBudget,
  reportBudget,
  exemptBudget,
  insistOnBudget,
  announce,
  stopEverything,
  showPending,
  showHealth,
  ...comingActions.map(toComing),
];
