/** What `init` is told on the command line. */
export interface InitCommandOptions {
  readonly out: string;
  readonly header?: readonly string[];
  readonly schema?: string;
  readonly dialect?: string;
  readonly name?: string;
  readonly writes?: boolean;
  readonly probe?: boolean;
  readonly force?: boolean;
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  /** `argument=value` */
  readonly set?: readonly string[];
  /** `Type=path` */
  readonly id?: readonly string[];
  readonly update?: boolean;
  readonly dryRun?: boolean;
}
