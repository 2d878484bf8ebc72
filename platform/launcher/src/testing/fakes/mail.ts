import { fakeService } from '../fake-service';

fakeService('mail');
