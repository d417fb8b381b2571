export { Incidents as default } from './incidents.tsx';
