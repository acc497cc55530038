/** A message attribute of SNS. */
export interface MessageAttribute {
  readonly dataType: string;
  readonly value: string;
}

/** One message to a topic, as it was published. */
export interface Publication {
  readonly topicArn: string;
  readonly message: string;
  readonly subject: string | undefined;
  /** `json`: the message holds a text per protocol. */
  readonly structure: string | undefined;
  readonly attributes: ReadonlyMap<string, MessageAttribute>;
  /** Id within a batch; empty for a single Publish. */
  readonly entryId: string;
}

/** The message of a `Publish` in the query protocol; `undefined` when it does not go to a topic (SMS, push). */
export function publicationOf(form: URLSearchParams): Publication | undefined {
  const topicArn = form.get('TopicArn') ?? form.get('TargetArn') ?? '';
  return /^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[^:/]+$/.test(topicArn) ? read(form, '', topicArn) : undefined;
}

/** The messages of a `PublishBatch`. */
export function batchOf(form: URLSearchParams): Publication[] {
  const topicArn = form.get('TopicArn') ?? '';
  const publications: Publication[] = [];
  for (let n = 1; form.has(`PublishBatchRequestEntries.member.${n}.Id`); n += 1) {
    publications.push(read(form, `PublishBatchRequestEntries.member.${n}.`, topicArn));
  }
  return publications;
}

function read(form: URLSearchParams, prefix: string, topicArn: string): Publication {
  const attributes = new Map<string, MessageAttribute>();
  for (let n = 1; form.has(`${prefix}MessageAttributes.entry.${n}.Name`); n += 1) {
    const entry = `${prefix}MessageAttributes.entry.${n}.`;
    attributes.set(form.get(`${entry}Name`) ?? '', {
      dataType: form.get(`${entry}Value.DataType`) ?? '',
      value: form.get(`${entry}Value.StringValue`) ?? form.get(`${entry}Value.BinaryValue`) ?? '',
    });
  }
  return {
    topicArn,
    message: form.get(`${prefix}Message`) ?? '',
    subject: form.get(`${prefix}Subject`) ?? undefined,
    structure: form.get(`${prefix}MessageStructure`) ?? undefined,
    attributes,
    entryId: form.get(`${prefix}Id`) ?? '',
  };
}

/** The text for a protocol: with structure `json` its own text, else the `default` one. */
export function messageFor(publication: Publication, protocol: string): string {
  if (publication.structure !== 'json') return publication.message;
  const texts = JSON.parse(publication.message) as Record<string, unknown>;
  return String(texts[protocol] ?? texts['default'] ?? '');
}
