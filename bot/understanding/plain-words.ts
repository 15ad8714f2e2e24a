function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Words that say nothing about what is wanted. */
export const fillers = words(`
  a an the this that these those it its he she they them him her his their theirs me i we us our ours you your yours u ur
  am is are was were be been being do does did has have had having can could would will shall should may might must
  please pls plz plse kindly thanks thank thx cheers ta ty tnx sorry excuse
  of to in on at for with from by into onto as than then so and or but also too though however therefore if while once
  just now right away quickly quick soon asap immediately urgently urgent straight today tomorrow currently moment meanwhile
  already yet still ever actually really very quite rather simply only even maybe perhaps probably possible possibly able
  here there over back around about some any much kind sort bit little one ones thing things stuff
  well great nice cool perfect hm hmm um uh oh ah
  mr mrs dear hiya sir madam mate
  because since cause cuz until till before after during within between through
  us going
  tonight morning evening afternoon night day week month year hour hours minute minutes
`);

/**
 * Everyday words near one of ours in spelling ("smart" is not "start"), so that they are never taken for it.
 */
export const plainWords = words(`
  time times type smart star stars stare stars stark tart chart charts part parts party art arts state stay stays step steps stoop shop shops stock store stores
  story stories stand stat stats statue statute stamp stomp strop storm strike string strong street stress
  lost last lift lisp least lust mist fist wist gist best rest test nest vest west just must most post cast fast past host hosts ghost coast boast
  boat boots book books boon bool both bots bolt bold root roots room food foot good mood moon noon soon zoom
  knew know known now how low row tow vow new newt news few view views dew
  hell hall hill hold held heap hero heal heat heart hear head heads help-desk shell yelp kelp hem
  wort word words world ward worm worn fork pork cork york world would wood
  far car cars bar bars war jar tar ear year tear dear near bear wear pear fear hear
  vile tile pile mile miles smile while white file-name fill fall fell fine fire five life wife knife
  date dates data-driven late later gate rate rates fate mate plate
  member-state remember remembered november december september
  bus bud bug buds budge badge bridge judge fudge nudge
  cast coast most lost cosy post cosmic cots coat coats
  spent sent spend-thrift send sand bend lend mend tend bent rent dent tent went cent cents
  report-card airport sport sports support supported import-tax export-tax
  line lines live lives love lived like liked lake likes lick link-up sink think thing drink pink wink rink ring
  show-off shown snow slow sow shoe shoes shot short shorts shirt shift
  let-down lot lots leg pet bet net wet jet yet met set-piece sat sit
  add-on ad ads odd old aid mad sad bad dad
  apple apply applied reply-all supply appeal appear
  deny-all dense dent tiny pony
  clam clean clear climb clip aim calm
  note-book nose nope notes-app vote
  run-time fun gun sun nun ruin rain
  pull pulls full bull null wall tall call calls ball
  pause-button cause because course house mouse mouses
  night light might fight sight right tight
  weather leather feather whether father mother brother other another-one
  today tomorrow tonight yesterday
  people-pleaser purple temple simple sample example
  machine-gun vaccine magazine marine
  team-building seam steam dream cream meat
  talk talks walk walks milk silk
  listen listens listed twist wrist
  change-maker chance chances charge dance range orange strange exchange
  search-party reach teach teacher beach each march arch
  train trains brain rain grain gain main pain plain plan plant plane plate
  eat eats ate ease easy east beat seat
  open-air oven often ocean
  view-point review-paper interview
  use-case user-case fuse muse
  claim-form
  who-is whole hole whose hose
  link-in drink
  close-by clothes cloth lose loose nose rose
  grand brand branch bran grab-bag crab
  play plays player player pay-day day-off may say way gay hay lay ray
  joke jokes coke smoke woke broke poke
  pizza coffee tea lunch dinner breakfast beer wine
  music movie film song songs band bands concert game games match
  cat cats dog dogs bird fish horse
  president minister country capital city
  weekend holiday birthday christmas
  love hate kiss hug like
  stupid idiot dumb ugly crazy silly
  life death god world universe meaning
  car cars bike road bridge
  boss friend friends wife husband
  talk talking speak speaking
  tired happy sad angry bored
  night nights noon
  french german english spanish italian dutch
  loan lone alone phone bone tone zone stone
  page pages page-turner age wage rage cage
  war wars
  mile milestones
  chain stain
  cheap cheat sheet sheets street
  bird third
  grant-writer giant plant
  quest guest queue-jump
  quit quiet quite suit suite
  hope rope scope cope pope
  tape type types
  count county country amount mount account accounts
  dear deal seal meal real
  vision version mission session-musician passion
  rival arrival
  pick-nick sick kick-off lick tick brick thick trick stick
  grow grew crew
  sore more-or-less core bore wore tore
  even seven eleven event events
  fold gold hold sold told bold cold
  level lever never fever ever every-day
  lunch bunch punch munch
  march-past match watch catch patch-work
  bank tank thank blank
  lock clock block-buster rock sock knock dock
  bell belly jelly hello-kitty
  heavy heaven
  allow-list hallow shallow yellow follow pillow
  close-up
  halt-ing salt half
  wake-board cake lake make-up bake take-away fake-news shake snake
  ring rings wing king sing
  kin skill skills will bill-board hill mill pill till killed-off
  mix fix-ed six
`);

/** What Labdesk does not do, however near the rest of the sentence sounds. */
export const beyond = words(`
  install uninstall reinstall update upgrade upgraded patch resize rename scale snapshot backup clone duplicate migrate reimage
  format password passwords licence license printer mouse keyboard monitor screen browser wifi vpn laptop phone
  email emails mail mails outlook calendar meeting meetings book booking reservation
  joke jokes poem story song music movie film news weather temperature picture photo image video selfie
  translate spell pronounce calculate sum convert divide multiply
  pizza coffee tea lunch dinner food beer restaurant hotel taxi flight train bus ticket
  recipe cook bake buy sell order shopping
  president minister football soccer match game games horoscope lottery
  love hate marry date kiss
  stupid idiot dumb ugly crap shit fuck fucking damn suck sucks
  vacation holiday leave-day salary payroll payslip parking
  theorem equation essay homework
  profile avatar font theme wallpaper colour color
  code script program function loop regex
`);
