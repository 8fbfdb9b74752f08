"""Irregular forms of English words, which no stemmer joins: `went` is `go`, `wives` is `wife`."""

_FORMS = """
arise arose arisen | awake awoke awoken | be am is are was were been being | bear bore borne born | beat beaten | become became | befall
befell befallen | beget begot begotten | begin began begun | behold beheld | bend bent | bereave bereft | beseech besought | bid bade
bidden | bind bound | bite bit bitten | bleed bled | blow blew blown | break broke broken | breed bred | bring brought | build built |
burn burnt | buy bought | can could | catch caught | choose chose chosen | cling clung | come came | creep crept | deal dealt | dig dug
| do did done does | draw drew drawn | dream dreamt | drink drank drunk | drive drove driven | dwell dwelt | eat ate eaten | fall fell
fallen | feed fed | feel felt | fight fought | find found | flee fled | fling flung | fly flew flown | forbid forbade forbidden |
foresee foresaw foreseen | forget forgot forgotten | forgive forgave forgiven | forsake forsook forsaken | freeze froze frozen | get got
gotten | give gave given | go went gone goes | grind ground | grow grew grown | hang hung | have has had | hear heard | hew hewn | hide
hid hidden | hold held | keep kept | kneel knelt | know knew known | lay laid | lead led | lean leant | leap leapt | learn learnt |
leave left | lend lent | lie lain lying | light lit | lose lost | make made | mean meant | meet met | mistake mistook mistaken | mow
mown | overcome overcame | overhear overheard | overtake overtook overtaken | pay paid | prove proven | rend rent | ride rode ridden |
ring rang rung | rise rose risen | run ran | say said | see saw seen | seek sought | sell sold | send sent | sew sewn | shake shook
shaken | shear shorn | shine shone | shoe shod | shoot shot | show shown | shrink shrank shrunk | sing sang sung | sink sank sunk sunken
| sit sat | slay slew slain | sleep slept | slide slid | sling slung | slink slunk | smell smelt | smite smote smitten | sow sown |
speak spoke spoken spake | speed sped | spell spelt | spend spent | spill spilt | spin spun | spit spat | spoil spoilt | spring sprang
sprung | stand stood | steal stole stolen | stick stuck | sting stung | stink stank stunk | strew strewn | stride strode stridden |
strike struck stricken | string strung | strive strove striven | swear swore sworn | sweep swept | swell swollen | swim swam swum |
swing swung | take took taken | teach taught | tear tore torn | tell told | think thought | thrive throve thriven | throw threw thrown |
tread trod trodden | understand understood | undertake undertook undertaken | undo undid undone | wake woke woken | wear wore worn |
weave wove woven | weep wept | win won | wind wound | withdraw withdrew withdrawn | withhold withheld | withstand withstood | wring
wrung | write wrote written | die dying | tie tying | untie untying | vie vying | man men | woman women | child children | wife wives |
life lives | knife knives | wolf wolves | calf calves | half halves | thief thieves | loaf loaves | shelf shelves | elf elves | self
selves | hoof hooves | sheaf sheaves | dwarf dwarves | scarf scarves | wharf wharves | foot feet | tooth teeth | goose geese | mouse
mice | louse lice | ox oxen | brother brethren | penny pence | person people | gentleman gentlemen | fisherman fishermen | nobleman
noblemen | workman workmen | kinsman kinsmen | countryman countrymen | huntsman huntsmen | horseman horsemen | woodsman woodsmen |
craftsman craftsmen | good better best | bad worse worst
"""

# Of two readings the more frequent one in stories stands (`found` is find's, `lives` is life's).
BASE = {form: base for base, *forms in (row.split() for row in reversed(_FORMS.split("|"))) for form in forms} | {"lives": "life"}
