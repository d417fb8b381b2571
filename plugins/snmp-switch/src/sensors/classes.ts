/** What a sensor measures: the unit, how a person writes it, and the words that say it in a name. */
export const sensorClasses = {
  temperature: { unit: '°C', word: 'temperature', said: /temp|thermal/iu },
  humidity: { unit: '%', word: 'humidity', said: /humid/iu },
  voltage: { unit: 'V', word: 'voltage', said: /volt|\bV(cc|in|out|dd)\b/iu },
  current: { unit: 'A', word: 'current', said: /current|amp|bias/iu },
  power: { unit: 'W', word: 'power', said: /power|watt/iu },
  energy: { unit: 'kWh', word: 'energy', said: /energy/iu },
  powerFactor: { unit: '', word: 'power factor', said: /power factor/iu },
  frequency: { unit: 'Hz', word: 'frequency', said: /freq/iu },
  fanSpeed: { unit: 'rpm', word: 'speed', said: /fan|speed|rpm/iu },
  load: { unit: '%', word: 'load', said: /load/iu },
  charge: { unit: '%', word: 'charge', said: /charge/iu },
  percent: { unit: '%', word: 'share', said: /./u },
  runtime: { unit: 'min', word: 'time left', said: /time/iu },
  opticalPower: { unit: 'dBm', word: 'optical power', said: /power|dbm|optical|light/iu },
  signal: { unit: 'dBm', word: 'signal', said: /signal|rssi/iu },
  noiseRatio: { unit: 'dB', word: 'signal to noise', said: /snr|noise/iu },
  airflow: { unit: 'm³/min', word: 'airflow', said: /air/iu },
  waterFlow: { unit: 'l/min', word: 'flow', said: /flow/iu },
  pressure: { unit: 'kPa', word: 'pressure', said: /pressure/iu },
  cooling: { unit: 'W', word: 'cooling', said: /cool/iu },
  signalLoss: { unit: 'dB', word: 'loss of signal', said: /loss|attenuation/iu },
  loss: { unit: '%', word: 'packets lost', said: /loss|lost/iu },
  delay: { unit: 's', word: 'delay', said: /delay|latency|round trip/iu },
  bitErrorRate: { unit: '', word: 'bit error rate', said: /\bber\b|error rate/iu },
  qualityFactor: { unit: 'dB', word: 'quality factor', said: /quality|q-?factor/iu },
  chromaticDispersion: { unit: 'ps/nm', word: 'dispersion', said: /dispersion/iu },
  count: { unit: '', word: 'count', said: /./u },
  state: { unit: '', word: 'state', said: /./u },
} as const;

export type SensorClass = keyof typeof sensorClasses;

export const sensorClassNames = Object.keys(sensorClasses) as readonly SensorClass[];
