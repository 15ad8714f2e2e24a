/**
 * What means the same to Labdesk: a concept and the other ways to say it, separated by commas. Only words that mean the
 * same in every sentence stand here; a word with several meanings ("open", "access", "release") stands for itself, and the
 * phrases of the actions say what it means beside which other word. Inflected forms are found by themselves.
 */
export const synonyms: Readonly<Record<string, string>> = {
  // Machines
  start:
    'boot, boot up, launch, spin up, fire up, power on, power up, turn on, switch on, wake, wake up, bring up, bring online, kick off, activate, start up, startup, crank up, get going, set going, resume, revive, poweron, put on, flip on, light up',
  stop: 'halt, kill, deallocate, shut down, shutdown, shut off, turn off, switch off, power off, power down, bring down, take down, hibernate, suspend, pause, terminate, poweroff, put off, spin down, flip off, stopp, take offline',
  restart:
    'reboot, power cycle, powercycle, bounce, turn off and on, turn off and on again, switch off and on, switch off and on again, stop and start, stop and start again, start again, boot again, reset, re-start, re-boot, cycle, relaunch, restart again, shut down and start, turn off then on',
  running: 'alive, online, up and running, active',
  connect: 'hook up, remote in, remote into, dial in, connection, get connected, reconnect',
  'log in':
    'login, log into, log on, logon, log onto, sign in, sign into, sign on, signin, log me in, log me into, log me on, log me onto, sign me in, sign me into, get in, get into, get onto, get on, get me on, get me in, get me into, get me onto, let me in, let me into, let me onto, jump on, jump onto, hop on, hop onto, ssh, rdp in, rdp into, rdp to, ssh into, ssh to',
  rdp: 'remote desktop, remote desktop file, remote desktop connection, rdp file, rdp connection, remote session, remote connection, remote access, remotely, remote, mstsc, virtual desktop',
  hangs:
    'hang, frozen, freezes, unresponsive, stuck, hung, crashed, not responding, does not respond, does not react, not reacting, acting up, misbehaving',
  schedule:
    'timetable, auto, autostop, auto stop, auto shutdown, autoshutdown, automatic, automatically, recurring, regular, regularly, by itself, on its own',
  postpone: 'delay, defer, snooze, skip, hold off, put off',
  keep: 'extend, prolong, keep alive, kept',
  stay: 'remain, stays',
  longer: 'for longer',
  assign: 'allocate, reassign, transfer, hand over, reserve, dedicate, pass on',
  // Nouns
  machine:
    'vm, computer, server, box, instance, virtual machine, workstation, pc, node, compute, virtual computer, machinery',
  workspace:
    'project, environment, research environment, secure environment, study, trial, tre, enclave, work space, safe haven, research project, research workspace',
  file: 'document, folder, directory, data file, spreadsheet',
  storage: 'storage account, bucket, blob storage, secure storage, share drive',
  request: 'data request, requested, asked for, application, ticket',
  dataset: 'data set, data collection',
  catalogue: 'catalog, data catalogue, data catalog, data library',
  member: 'teammate, team member, participant, coworker, co-worker, user',
  team: 'crew, research group',
  colleague: 'new starter, phd student, postdoc, intern',
  people: 'persons, folks, guys',
  everyone:
    'everybody, all users, all members, all researchers, all staff, all people, all of them, whole team, each user, all owners, all teams, every user, every researcher, everyone who uses labdesk',
  somebody: 'someone, anyone, anybody, some one',
  budget: 'money, fund, funding, credit, finances, cash',
  cost: 'spending, spend, spent, expense, expenditure, price, pay, paid, bill, expensive, charge, outlay, costed',
  limit: 'cap, ceiling, spending limit, budget limit',
  audit:
    'audit log, audit trail, audit history, ledger, log, history, record, trail, activity log, logbook, protocol, journal, audit record, logfile',
  gap: 'hole, missing entry',
  // Requests
  pending:
    'outstanding, undecided, unresolved, overdue, backlog, queue, wait, awaiting, unanswered, open decision, todo, to do, to-do, inbox',
  approve:
    'accept, authorise, authorize, endorse, sign off, sign off on, green light, greenlight, go ahead, wave through, lgtm, looks good, looks ok, looks okay, looks fine, looks good to me, aprove',
  approval: 'decision, sign-off, permission granted',
  allow: 'grant, permit, granted',
  deny: 'reject, decline, refuse, turn down, veto, disapprove, disallow, block, knock back, vote against, against, object to, turn away, denial, rejection',
  return: 'send back, give back, hand back, push back, bounce back, pass back, go back, ask back',
  'waits for me':
    'waiting for me, wait for me, waiting for my, wait for my, waits for my, need my, needs my, on my desk, on my table, in my inbox, in my queue, for me to',
  change: 'edit, modify, alter, adjust, amend, adapt, modification, adjustment, amendment',
  rework: 'revise, revision, correction, correct, fix, improve, improvement, polish, redo',
  withdraw: 'withdrew, withdrawn, retract, take back, pull back, recall, pull out',
  revoke: 'undo, reverse, rescind, annul, invalidate, unapprove, take away, void, repeal, cut off',
  submit: 'hand in, send in, turn in, send off, put forward, lodge, resubmit, submission',
  claim: 'pick up, grab, take on, take over, volunteer for, sign me up for',
  review: 'look into, assess, reviewing, examine',
  comment: 'note, remark, annotation, feedback',
  reply: 'answer, respond, response',
  link: 'url, download link, hyperlink, address to download',
  download: 'fetch, downloading, pull down, dl',
  import: 'upload, ingress, ingest, bring in, load in, get in data, feed in',
  export:
    'egress, take out, extract, get out, bring out, move out, carry out, pull out of, check out, airlock out, move outside',
  outside: 'out of here, external world',
  paper: 'publication, manuscript, journal',
  result: 'output, finding, outcome, figure, table, plot, graph, estimate',
  // Catalogue and people
  publish: 'make public, advertise',
  search:
    'find, look for, looking for, browse, discover, lookup, look up, search for, searching, hunt for, explore, query, seek',
  add: 'invite, include, enrol, enroll, onboard, on-board, register, sign up',
  join: 'joined, become part of',
  remove:
    'delete, kick, expel, exclude, kick out, throw out, take off, discard, erase, evict, offboard, off-board, dismiss, unassign, chuck out, throw',
  left: 'remaining, leftover, remain over, left over',
  more: 'additional, extra, further, another, increased, some more',
  increase: 'raise, bump, bump up, boost, lift, grow',
  reduce: 'lower, cut, decrease, shrink, bring it down',
  'top up': 'topup, top-up, replenish, refill, top it up',
  report: 'statement, reporting',
  overview: 'outline, summary, rundown, summarise, summarize',
  split: 'break down, breakdown, broken down, divide, distribute, divided, distribution',
  per: 'by each, for each',
  // Records
  verify: 'validate, prove, proof, double check, double-check, verification, validation, attest',
  tamper: 'tampered, manipulate, falsify, forge, doctored, mess with, fiddle with, temper with, rewritten, fake',
  intact:
    'unchanged, integrity, consistent, untouched, unaltered, genuine, trustworthy, unmodified, complete, in order',
  happen:
    'who did what, who did this, who did that, who did it, what was done, going on, go on here, occur, take place',
  yesterday: 'last night',
  inspection: 'inspector, auditor, inspectors, regulator, dpo, compliance',
  // Administration
  announce: 'broadcast, announcement, let know, make known',
  inform: 'notify, warn, alert, notification',
  health: 'healthy, health check, healthcheck, diagnostics, system check',
  labdesk: 'bot, lab desk, chatbot',
  system: 'platform, service, backend, infrastructure, services',
  problem: 'issue, outage, incident, error, trouble, disruption, failure, glitch',
  work: 'working, function, functioning, operational',
  emergency: 'panic, pull the plug, red button, kill switch',
  all: 'everything, every, each, all of the, whole, entire, everywhere',
  // What people do
  show: 'display, view, see, print, present, pull up, show me, let me see',
  details:
    'detail, describe, explain, info, information, tell me about, tell me something about, tell me more about, more about, know about, description, specifics, learn about, specs, spec, know more about',
  make: 'made, making',
  news: 'latest news, any update, any updates, update on, updates on',
  logout: 'log out, log off, sign out, sign off from, logoff',
  status: 'state, condition, progress, situation',
  doing: 'how are things with, faring',
  need: 'want, require, would like, like to, wish, needed, wanted',
  done: 'finished, finish, through with, over, ended, complete with, end, wrapped up, all done',
  backup: 'back up, backing up',
  'where am i': 'where are we, where i am',
  anymore: 'any more, any longer, no more, no longer, not any more, not needed',
  use: 'using, used, utilise, utilize, usage',
  switch:
    'swap, go to, move to, move over to, hop to, jump to, switch to, switch over to, change to, change over to, head to, move me to, take me to, bring me to, switch me to, jump over to, go over to',
  create: 'build, set up, setup, deploy, provision, establish, found, generate, prepare, arrange',
  archive:
    'retire, decommission, tear down, wind up, mothball, sunset, close down, close down for good, for good, get rid of, wind down, put into the archive, permanently close, permanently, shut for good, stop for good',
  close: 'closed, closing',
  let: 'letting',
  give: 'provide, hand, gave, supply, given',
  belong: 'belongs, part of',
  own: 'owns, owned, responsible for, in charge of, run by',
  big: 'large, size',
  abilities:
    'can you do, you can do, can i do, are you able to do, you are able to do, able to do, can be done, are you for, you are for, this for, this bot for, who are you, what are you, can i ask, can i ask you, possible here, what is possible',
  identity: 'who am i, who i am, may i do, may do, am i allowed to do, i am allowed to do, can i do with my role',
  training: 'trainings, trained, course, courses, certification',
  confused:
    'lost, no idea, no clue, puzzled, not sure how, do not understand, not know what to do, what do i do, what should i do, what shall i do, do not know how, do not know what, clueless',
  help: 'assist, assistance, manual, instruction, instructions, guide, tutorial, get started, how to use',
  hello:
    'hi, hey, hiya, howdy, yo, greetings, good morning, good afternoon, good evening, good day, hello there, hi there, hey there, morning, heya, hullo, hallo, helo, sup',
  command: 'option, feature, functionality, capability',
  ask: 'asking, beg',
  take: 'took, taken',
  send: 'sent',
  write: 'wrote, written',
  say: 'said',
  know: 'known, knew',
  see: 'saw, seen, look at, have a look at, take a look at, inspect, look inside, read, peek at',
  not: 'never, do not, must not, cannot, not to, without',
};
