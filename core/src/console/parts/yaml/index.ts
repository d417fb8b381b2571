export { YamlEditor as default } from './yaml-editor.tsx';
