import { XMLParser } from 'fast-xml-parser';
import { join } from 'node:path';
import type { GatewayContext, GatewayRequest, GatewayResponse, GatewayService } from '../../gateway/service';
import { writeMail } from '../../outbox';
import { passesFilter } from './filter-policy';
import { notificationMail } from './notification-mail';
import type { Publication } from './publication';
import { batchOf, publicationOf } from './publication';
import { emailSubscriptions } from './subscriptions';

/** A message that the emulator has taken, with the id it gave. */
interface Published {
  readonly publication: Publication;
  readonly messageId: string;
}

/**
 * SNS e-mail: topics, subscriptions and all other protocols stay in the emulator; what it has accepted is also
 * written as e-mail into `<dataDir>/outbox` for each e-mail subscription. Every subscription counts as confirmed.
 */
export function createSnsService(): GatewayService {
  return {
    name: 'sns',
    async handle(request: GatewayRequest, context: GatewayContext): Promise<GatewayResponse | undefined> {
      if (request.operation !== 'Publish' && request.operation !== 'PublishBatch') return undefined;
      const form = new URLSearchParams((await request.body()).toString('utf8'));
      const answer = await context.forward(request);
      if (answer.status !== 200) return answer;
      const published = request.operation === 'Publish' ? single(form, answer) : batch(form, answer);
      // Before answering: whoever has the answer finds the e-mails.
      for (const item of published) await sendMails(item, context);
      return answer;
    },
  };
}

async function sendMails({ publication, messageId }: Published, context: GatewayContext): Promise<void> {
  // SNS accepts a message before it delivers it: failed delivery does not undo the publication.
  const complain = (to: string, error: unknown) =>
    context.log(`sns: e-mail of message ${messageId} to ${to} failed: ${(error as Error).message}`);
  const subscriptions = await emailSubscriptions(publication.topicArn, context).catch((error: unknown) => {
    complain(`subscribers of ${publication.topicArn}`, error);
    return [];
  });
  for (const subscription of subscriptions) {
    try {
      if (!passesFilter(subscription.filter, publication)) continue;
      const mail = notificationMail(publication, messageId, subscription, context.now());
      await writeMail(join(context.dataDir, 'outbox'), mail);
    } catch (error) {
      complain(subscription.address, error);
    }
  }
}

function single(form: URLSearchParams, answer: GatewayResponse): Published[] {
  const publication = publicationOf(form);
  const messageId = parseXml(answer).PublishResponse?.PublishResult?.MessageId;
  return publication && messageId ? [{ publication, messageId }] : [];
}

function batch(form: URLSearchParams, answer: GatewayResponse): Published[] {
  const member = parseXml(answer).PublishBatchResponse?.PublishBatchResult?.Successful?.member ?? [];
  const ids = new Map([member].flat().map(({ Id, MessageId }) => [Id, MessageId]));
  return batchOf(form).flatMap((publication) => {
    const messageId = ids.get(publication.entryId);
    return messageId === undefined ? [] : [{ publication, messageId }];
  });
}

interface BatchMember {
  readonly Id: string;
  readonly MessageId: string;
}

interface PublishAnswer {
  readonly PublishResponse?: { readonly PublishResult?: { readonly MessageId?: string } };
  readonly PublishBatchResponse?: {
    readonly PublishBatchResult?: { readonly Successful?: { readonly member?: BatchMember | BatchMember[] } };
  };
}

function parseXml(answer: GatewayResponse): PublishAnswer {
  // Ids stay text, whatever they look like.
  return new XMLParser({ parseTagValue: false }).parse(answer.body.toString()) as PublishAnswer;
}
