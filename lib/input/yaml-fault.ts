/** What is wrong with a YAML text, before anybody asks what the document says. */

export interface YamlFault {
  /** In characters from the beginning of the text. */
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}
