import { fakeService } from '../fake-service';

fakeService('backend');
