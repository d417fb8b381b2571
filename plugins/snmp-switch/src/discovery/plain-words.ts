/**
 * Words of everyday and technical English that are registered as names of companies too. A sysDescr that begins with one
 * speaks of a thing (`Edge Gateway 3000`), hardly ever of that company.
 */
const words = `
  absolute accord accurate active actual acute adapter adaptive aggregate agile alarm alert alias align alpha alternate ambient amplified amplifier
  analog analyzer anchor antenna apex appear appliance application archive arena array arrow artwork aspen asset assurance atlas atom audio aura author auto
  automatic automaton automotive autonomous autonomy aware axiom axis
  backbone backplane backstop backup badge balance ball band bang base basic basis bass battery beacon beam benchmark beta better bias binary bios bird bishop black
  blade blank block bloom blue blueprint board bone boot boots border borders boundary brain branch brand brave brick bridge bright broadcast bronze browser buffer
  build builder builders bulb bull burn business button byte
  cable cache call camera campus cannon canonical canopy canyon capacity carbon card carrier cartel cascade case cell cellular celestial central certified chain challenge
  champion change channel charge charger charter chassis chill chimera chip chromatic chrome cipher circuit citadel citrus city clarity class classic clean clear client
  climate clock cloud cluster coax code codec coder codex cold collation collector colour combat combination combine command commerce common communicator compact compass
  compatible complete component composite compressor computer concentrator concert conduit confluence connect connected connection connectivity connector console
  consortium constellation contact container content continental control controlled controller convergent conversion converter cool coordinator copper core corona
  corporation correlation cosmic counter coupler creative crescent critical cross crossroads crystal current custom customer cutter cyan cyber cyclone cypress
  daemon danger dart dash data database datum decent decision deck decoder deep default definition demo demodulator desk desktop detached detector deterministic dial
  dialogue digital dimension diode diplexer direct discover discovery dish disk display distinct distributed distribution diverse dock document dome domain door double
  download dragon drive driver dual dynamic dynamo
  earth easy echo echelon edge edit effective elastic elder electric electron element elemental elevator elite embedded emerald emergency emitter empty enable enabled
  enabler encode encoder encore encryption endpoint endurance energy engine enhanced enigma ensemble enter enterprise entertainment entire entry environment environmental
  epsilon essential ethernet evaluation event exact example exchange excelsior expander expansion expert expression extended extender extensible external extract extreme
  fabric facility factor factory failover falcon fast fault feature federation feeder fiber fibre field file filter final finite fire firewall firmware first fixed flash
  flat flex flexible flight flow fluid force forest fork formation forte fortress forum forward fountain fractal frame framework frank free freestyle frequency front frontier
  fuel full function fuse fusion future
  gadgets gain galaxy gamma gate gatekeeper gateway gauge gear general generator genesis genius ghost giant gigabit global globe glue gold good granite graph graphic
  graphite gravity green greenfield grid ground group guard guardian guest guide
  halo hammer handy handset hard hardware harmony headend head health heart heat heater height helium helix helm help hemisphere heuristic hidden high highlands home hood horizon
  hospital hotspot house hub human humidity hybrid hyper hypervisor
  icon identification identify ignite ignition image imaging impact impulse incentive index indicative indigo indoor industrial inform information infrastructure infusion
  initial inlet inline inner input inside insight inspect instant instrument instrumental instrumentation integral integrated integrator intelligent interact
  interactive interchange intercom interlink intermediate internal internet inverse inverter ionic isolation item
  jabber java joint jumbo junction juncture
  kernel keyboard keypad keystone kiosk kinetics kilowatt kitchen
  label laboratory ladder lake laminar lamp land landmark language lantern laptop large laser lattice launch layer layered lead leader leap ledger legacy legend lens level
  library license lifeline lift light lightning limit line linear link linkage liquid live load loader local locale location locator lock locus logger logic logical long
  loop lumen luminous lunar
  machine macro magic magma magnetic magnum mail main mainframe mainstream maker manager managed management manager manual map maritime mark marine market mass master match
  material matrix measure measurement mechanical media medium member memory merge mesa mesh message meta metadata metal meter metric metro micro microchip microphone
  microwave middle milestone mill mini minor mint mirror mirage mist mixer mobile model modem modular modulator module modulus momentum monitor monitoring motion motor
  mount mover multi multiplex multiplexer multipoint multiport museum myriad
  namespace nation native natural navigator navy nebula nest nets neural neuron neutral next nexus night nimbus node nodes nomadic normal north notice nova novel nuclei number
  object observer octave odyssey office offline offset offshore omega onboard onward onyx open operation operations operator optic optical optima optimal option orbit orchestrator
  order organic orient origin outdoor outer outlet outlook output overlay oxide
  package packet page pager panel panorama paper paperless parallax parallel parallels parity particle partner passive patch path pathway pattern payload peak peer penumbra people
  performance perimeter peripheral persistent personal phase phone phoenix phonetic photo photon physical picture pilot pinnacle pioneer pipe pivotal pixel plain
  planar planet plant plasma plate platform plexus plug plus point polar polaris policy polygon pool port portable portal portrait position power precept precise precision
  predictive premier premium prepaid present pressure price primal primary prime principle print printer priority prism privacy private proactive probe process processor product
  production professional profile program programmable project projector prologue promise prompt propel protect protected protection protocol prototype provider provision
  proximity proxy public publisher pulse pulsar pump pure purple push
  quadrant quality quantum quark quarry quartz query queue quick quiet quorum
  rack radar radial radian radiator radical radio radium radius rail rain ramp random range ranger rapid raptor raster rate raven reach reactive reader ready real reality
  receiver recognition record recorder recovery rectifier redefine redundant reference reflective reflector reflex refrigerator regional register registered
  regulator relay release reliance remedy remote renewal repeater replay report repository request research reserve reservoir reset residential resilience resistance
  resolve resonate resource response rest restore result retriever reverse ribbon ridge rift right ring ripple rise rising risk river road robot robust rocket rogue
  root rotary rotor route router routing rover ruler rugged runner rural
  safe safety sample sandbox satellite scale scanner scene schedule schema school scope scorpion scout screen script seal search season seaway second secure security seeker
  segment select selection selector semantics semaphore sender sensor sentinel sequel sequence sequencer serial series server service session sense shadow shape shared shelf
  shield shift shore short shot show side sigma sign signal signature signet silent silicon silver simple simpler simulator single site skill skyline slack slave sleep slide
  slim slot small smart smile smoke snap snapshot socket soft software solar solid solo solution sonic sound source south space spaces span spark spatial spectra spectrum speed
  speedway sphere spike spiral splash splitter sport sprint square stack stage stamp standalone standard standby star start state stateless static station status steam steel
  steep stereo stock stone storage store storm strategy stratum stream streaming string stripe strong studio style subscriber substation sub summit super superior supervisor
  supply support surface surge surveillance sustain swift switched switching symbol symmetry sync synchronous synapse syntax synthetic system
  tabard table tablet tactical tagged tailor tandem tangent tango tank tape target task teak team teamwork technical telecommunication telemetry telephone telephony teleport
  telex teller temperature template temporary tenor terminal terminator terrace test tester text theta thermal thermostat thin thread threshold throttle thunder ticket tidal
  tiger time timeline timer timing titan titanium toast token tone tool topology torque torrent total touch touchstone tower trace track tracker traction traffic trail
  trailblazer train transact transcoder transfer transformer transit transition translator transmission transmitter transparency transparent transponder transport trap tray tree
  trial triangle trigger trillium trinity triple tripod trophy truck trunk trust tube tubular tuner tunnel turbine turbo turn twin type
  ubiquitous ultra umbrella uniform unified union unison unit unity universal universe update upgrade uplink upstream user users utility
  vacuum valid value valve vantage variable variant vault vector vehicle velocity ventilation venture verified verify version vertex vertical vertigo vessel video view
  viewer virtual visible vision visionary vista visual vital vocal voice void voltage volume vortex voyager
  wagon wall wallboard wander warehouse warning watch watchdog water wave waveform waveguide wavelength wavefront weather webcam weight welcome west wheel white wide widgets wind window wing wings winter wire
  wireline wizard workflow works workshop workstation world writer
  xenon yellow yield zebra zenith zero zinc zone zones
  apollo ares athena atlantis bart caesar cerberus demo gandalf hades hercules hermes homer hydra icarus jupiter kronos localhost loki mars medusa mercury neptune odin orion
  pandora phoenix pluto prometheus saturn simpson thor triton uranus venus zeus
  adam alan alex alice andrew anna anton bernard charlie chris daisy dale daniel david diana edward eric felix frank fred graham grace harold henry jack jasmine jason jasper
  john julia kevin leon linda lisa lucas lucy maria martin max maxim michael nick olivia oscar patrick paul peter philip robert roger ruby simon sophie steve thomas victor
  vincent walter william
  switch agent device interface unknown none across always apparatus architecture arrival attention baseline benefit calm chaos commodity complex conductor conference contemporary coordinate cruise designer developing
  eleven evident expand experimental exploration falcon guidance handicap hunter hurricane individual informed innovation interaction jupyter leadership lots manageable many
  maxima million morning need observatory panther paradigm paradox peace pelican persistence person post python rank recourse rectangle researcher revenue rhythm roadside
  some spoon structured sunrise systematic tapestry test thus today traders unify useful vast vicinity whatever will winters wolf
`;

let known: ReadonlySet<string> | null = null;

/** Everyday or technical English, in the singular or with an s. */
export function isPlainWord(word: string): boolean {
  known ??= new Set(words.trim().split(/\s+/u));
  const lower = word.toLowerCase();
  return known.has(lower) || known.has(lower.replace(/s$/u, ''));
}
