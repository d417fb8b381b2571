export { Topology as default } from './topology.tsx';
