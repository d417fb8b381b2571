import type { ReadingContext } from './context.ts';
import type { Check } from './health.ts';
import type { Discovery } from './discovery.ts';
import type { JsonObject } from './json.ts';
import type { ContributionKind, Declared, ManifestSource } from './plugin.ts';
import type { Notifier } from './notifier.ts';
import type { Resource } from './resource.ts';
import type { Watcher } from './watcher.ts';

/** What a zod schema gives: known by its shape, so that neither the SDK nor a bundle needs zod. */
type Output<Schema> = Schema extends { readonly _zod: { readonly output: infer Value } } ? Value : never;

/** `time-servers` of a manifest is `timeServers` in code. */
type CamelCase<Name> = Name extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : Name;

/** The settings that the host hands over: those of the schema; none when the manifest names no schema. */
type SettingsOf<M extends ManifestSource, Schemas> = M['jackfield']['contributes'] extends { readonly settings: string }
  ? Schemas extends { readonly settings: infer Schema } ? Output<Schema> : unknown
  : { readonly [key: string]: never };

/** The spec of a resource: of the schema that is exported by its name; never when there is none. */
type SpecOf<Schemas, Name> = CamelCase<Name> extends keyof Schemas ? Output<Schemas[CamelCase<Name>]> : never;

/** The fields of a value, of a union those of each member. */
type Keys<Value> = Value extends unknown ? keyof Value : never;
/** What a field holds when it holds something. */
type Part<Value, Key> = Value extends unknown ? (Key extends keyof Value ? Exclude<Value[Key], undefined | null> : never) : never;
/** How deep types are looked into: a schema may name itself. */
type Deeper = [never, 0, 1, 2, 3, 4, 5];

/** Whether a type reads a field that the other never has: such a field would be undefined for ever. */
type ReadsMore<Given, Value, Depth extends number = 5> = [Depth] extends [never] ? false
  : [Given] extends [string | number | boolean | null | undefined] ? false
  : Given extends readonly (infer GivenItem)[] ? (Value extends readonly (infer Item)[] ? ReadsMore<GivenItem, Item, Deeper[Depth]> : false)
  : string extends Keys<Given> ? false
  : [Exclude<Keys<Given>, Keys<Value>>] extends [never]
    ? true extends { [Key in Keys<Given>]: ReadsMore<Part<Given, Key>, Part<Value, Key>, Deeper[Depth]> }[Keys<Given>] ? true : false
    : true;

/** Whether code that reads `Given` may be handed a `Value`. Who reads nothing says `unknown`. */
type Fits<Given, Value> = unknown extends Given ? true : [Value] extends [Given] ? (true extends ReadsMore<Given, Value> ? false : true) : false;

/** One parameter of a function; unknown when the function does not take it. */
type Parameter<Call, Index extends number> = Call extends (...given: infer Given) => unknown ? (Given extends { readonly [At in Index]: infer Value } ? Value : unknown) : unknown;

/** The settings that a call reads. */
type Reads<Call> = Parameter<Call, 0> extends { readonly settings: infer Settings } ? Settings : unknown;

/** One method of an object. */
type Method<Object, Name extends string> = Object extends { readonly [Key in Name]: infer Call } ? Call : never;

/** Whether the settings that each of some methods reads are there. */
type WithSettings<Given, Methods extends string, Settings> = false extends { [Name in Methods]: Fits<Reads<Method<Given, Name>>, Settings> }[Methods] ? false : true;

/** Of a resource without `key` there is one: its calls get no field to tell instances apart. Of others they must ask for some. */
type KeyFits<Key, Declaration, Spec> = [unknown] extends [Key] ? true
  : [KeyOf<Declaration, Spec>] extends [never] ? ([keyof Key] extends [never] ? true : false)
  : [keyof Key] extends [never] ? false : Fits<Key, Spec>;

/** The resource, or what of it does not fit. */
type TiedResource<Given, Declaration, Name, Schemas, Settings> = [SpecOf<Schemas, Name>] extends [never] ? `src/schemas.ts exports no schema ${CamelCase<Name> & string}`
  : WithSettings<Given, 'read' | 'plan' | 'apply' | 'restore', Settings> extends false ? 'its settings are not those of src/schemas.ts'
  : Fits<Parameter<Method<Given, 'plan'>, 2>, SpecOf<Schemas, Name>> extends false ? `its spec is not that of src/schemas.ts, ${CamelCase<Name> & string}`
  : KeyFits<Parameter<Method<Given, 'read'>, 1>, Declaration, SpecOf<Schemas, Name>> extends false ? 'its key is not the one of package.json'
  : Given;

/** The part, or what of it does not fit. */
type TiedPart<Given, Kind, Declaration, Name, Schemas, Settings> = Kind extends 'resources' ? TiedResource<Given, Declaration, Name, Schemas, Settings>
  : Kind extends 'discovery' ? (WithSettings<Given, 'identify' | 'inspect', Settings> extends false ? 'its settings are not those of src/schemas.ts' : Given)
  : Fits<Reads<Given>, Settings> extends false ? 'its settings are not those of src/schemas.ts' : Given;

/**
 * What was given, when each part of it fits the schemas; else, in the place of a part, the sentence that says what does not
 * fit. `Schemas` is `typeof schemas` of the plugin's src/schemas.ts.
 *
 * @stable
 * @since 0.1.0
 */
export type Tied<M extends ManifestSource, Schemas, Given> = {
  readonly [Kind in keyof Given]: Kind extends ContributionKind
    ? { readonly [Name in keyof Given[Kind]]: Name extends keyof Declared<M, Kind>
        ? TiedPart<Given[Kind][Name], Kind, Declared<M, Kind>[Name], Name, Schemas, SettingsOf<M, Schemas>>
        : 'package.json does not declare it' }
    : never;
};

/** Fields that may tell instances apart: which of them do stands in the manifest as mere texts. */
type KeyOf<Declaration, Spec> = Declaration extends { readonly key: readonly never[] } ? never : Declaration extends { readonly key: readonly string[] } ? keyof Spec : never;

/** A resource as its schema types it. */
interface TypedResource<Spec, Key extends keyof Spec, Settings> extends Omit<Resource<Spec, JsonObject, Key, Settings>, 'list'> {
  list?(context: ReadingContext<Settings>): Promise<readonly Partial<Spec>[]>;
}

/** What a channel sets of a notifier: of the schema that is exported by its name, where the manifest names one. */
type ChannelOf<Declaration, Spec> = Declaration extends { readonly settings: string } ? Spec : { readonly [key: string]: never };

/** Parts as the schemas type them: what is written in place needs no type of its own. */
interface Typed<Declaration, Spec, Settings> {
  readonly discovery: Discovery<Settings>;
  readonly checks: Check<Settings>;
  readonly resources: TypedResource<Spec, KeyOf<Declaration, Spec>, Settings>;
  readonly watchers: Watcher<Settings>;
  readonly notifiers: Notifier<Settings, ChannelOf<Declaration, Spec>>;
}

/**
 * One implementation for each name declared in the manifest, with settings and specs of the schemas.
 *
 * @stable
 * @since 0.1.0
 */
export type TypedImplementation<M extends ManifestSource, Schemas> = {
  readonly [Kind in ContributionKind as Declared<M, Kind> extends object ? Kind : never]: {
    readonly [Name in keyof Declared<M, Kind>]: Typed<Declared<M, Kind>[Name], SpecOf<Schemas, Name>, SettingsOf<M, Schemas>>[Kind];
  };
} & {
  readonly [Kind in ContributionKind as Declared<M, Kind> extends object ? never : Kind]?: never;
};
