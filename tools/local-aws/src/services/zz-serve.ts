import { startHarness } from './int-harness';
import { createDataSyncService } from './datasync';
import { createEventsService } from './events';
import { createSnsService } from './sns';
const e = createEventsService();
void startHarness([createDataSyncService({ bus: e.bus }), e, createSnsService()]).then((h) => { console.log(h.endpoint); process.on('SIGTERM', () => void h.stop().then(() => process.exit())); });
