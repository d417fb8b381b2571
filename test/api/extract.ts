import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel, type ExtractorMessage } from '@microsoft/api-extractor';
import { ApiModel, type ApiPackage } from '@microsoft/api-extractor-model';
import { root, type EntryPoint } from './entry-points.ts';

/** The surface of an entry point, as a text to review and as a model to write pages from. */
export interface Surface {
  readonly report: string;
  readonly model: ApiPackage;
  /** Doc comments that cannot be read. */
  readonly mistakes: readonly string[];
}

/** As tsconfig.base.json has it: API Extractor brings a TypeScript of its own, which reads declarations only. */
const compilerOptions = {
  target: 'es2024', lib: ['es2024', 'esnext.disposable', 'esnext.iterator', 'esnext.collection', 'esnext.array'], module: 'nodenext', moduleResolution: 'nodenext', types: ['node'],
  strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true, allowImportingTsExtensions: true, noEmit: true,
};

/** API Extractor says `@public` of what carries none of its own release tags; we say @stable, @experimental or @internal. */
function inOurWords(report: string): string {
  return report.replaceAll(/^\/\/ @public(?: |$)/gm, '// ').replaceAll(/^\/\/ \n/gm, '');
}

/** Reads the declarations of an entry point. `from` is the repository, or a copy of its built packages. */
export function extract({ workspace, types, report, internal }: EntryPoint, from: string = root): Surface {
  const output = mkdtempSync(join(tmpdir(), 'jackfield-api-'));
  try {
    const folder = join(from, workspace);
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: folder,
        mainEntryPointFilePath: join(folder, types),
        compiler: { overrideTsconfig: { compilerOptions, files: [join(folder, types)] } },
        apiReport: {
          enabled: true, reportFolder: output, reportTempFolder: join(output, 'temporary'), reportFileName: report, includeForgottenExports: !internal,
          tagsToReport: { '@stable': true, '@experimental': true },
        },
        docModel: { enabled: true, apiJsonFilePath: join(output, 'model.api.json'), includeForgottenExports: false, releaseTagsToTrim: [] },
        newlineKind: 'lf',
        messages: { extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.Warning } }, tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.Warning } } },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: join(folder, 'package.json'),
    });
    const messages: ExtractorMessage[] = [];
    Extractor.invoke(config, {
      localBuild: true,
      messageCallback: (message) => {
        message.handled = true;
        messages.push(message);
      },
    });
    return {
      report: inOurWords(readFileSync(join(output, `${report}.api.md`), 'utf8')),
      model: new ApiModel().loadPackage(join(output, 'model.api.json')),
      mistakes: messages.filter(({ messageId }) => messageId.startsWith('tsdoc-')).map(({ text, sourceFilePath, sourceFileLine }) => `${sourceFilePath ?? ''}:${sourceFileLine ?? ''} ${text}`),
    };
  } finally {
    rmSync(output, { recursive: true });
  }
}
