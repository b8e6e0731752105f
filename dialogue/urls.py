from django.urls import path

from dialogue.attachments import views as attachments
from dialogue.commitments import views as commitments
from dialogue.counterparts import views as counterparts
from dialogue.instructions import views as instructions
from dialogue.meetings.views import events, interventions, preparation, series
from dialogue.observations import bulk_views as bulk
from dialogue.observations import review_views as review
from dialogue.observations import views as observations
from dialogue.reports_home import views as reports_home
from dialogue.suggestions import views as suggestions

app_name = "dialogue"
urlpatterns = [
    path("strategies/<slug:slug>/meetings/", events.events, name="events"),
    path("strategies/<slug:slug>/meetings/new/", events.event_new, name="event-new"),
    path("meetings/<int:pk>/", events.event, name="event"),
    path("meetings/<int:pk>/edit/", events.event_edit, name="event-edit"),
    path("meetings/<int:pk>/texts/", events.event_texts, name="event-texts"),
    path("meetings/<int:pk>/work/", reports_home.event_work, name="event-work"),
    path("meetings/<int:pk>/reports-home/", reports_home.reports_home, name="event-reports"),
    path("reports-home/<int:pk>/", reports_home.report_home, name="event-report"),
    path("reports-home/<int:pk>/marking/", reports_home.report_home_marking, name="event-report-marking"),
    path("reports-home/<int:pk>/passages/", reports_home.passages, name="event-report-passages"),
    path("meetings/<int:pk>/holding/", events.holding, name="event-holding"),
    path("meetings/<int:pk>/minutes/", events.minutes, name="event-minutes"),
    path("meetings/<int:pk>/cancellation/", events.cancellation, name="event-cancellation"),
    path("meetings/<int:pk>/reopening/", events.reopening, name="event-reopening"),
    path("meetings/<int:pk>/series/", series.event_series, name="event-series"),
    path("meetings/<int:pk>/next-session/", series.next_session, name="event-next-session"),
    path("counterparts/<int:pk>/", counterparts.counterpart, name="counterpart"),
    path("event-counterparts/<int:pk>/", preparation.counterpart_part, name="counterpart-part"),
    path("meetings/<int:pk>/counterparts/", preparation.counterparts, name="event-counterparts"),
    path("meetings/<int:pk>/new-counterparts/", preparation.new_counterparts, name="event-new-counterparts"),
    path("event-counterparts/<int:pk>/removal/", preparation.counterpart_removal, name="counterpart-removal"),
    path("meetings/<int:pk>/agenda-items/", preparation.agenda_items, name="agenda-items"),
    path("agenda-items/<int:pk>/", preparation.agenda_item, name="agenda-item"),
    path("agenda-items/<int:pk>/removal/", preparation.agenda_item_removal, name="agenda-item-removal"),
    path("agenda-items/<int:pk>/goals/", preparation.prepared_goals, name="prepared-goals"),
    path("prepared-goals/<int:pk>/", preparation.prepared_goal, name="prepared-goal"),
    path("prepared-goals/<int:pk>/removal/", preparation.prepared_goal_removal, name="prepared-goal-removal"),
    path("prepared-goals/<int:pk>/silence/", preparation.silence, name="silence"),
    path("prepared-goals/<int:pk>/speech/", preparation.speech, name="speech"),
    path("meetings/<int:pk>/interventions/", interventions.interventions, name="interventions"),
    path("interventions/<int:pk>/", interventions.intervention, name="intervention"),
    path("interventions/<int:pk>/removal/", interventions.intervention_removal, name="intervention-removal"),
    path("meetings/<int:pk>/commitments/", commitments.event_commitments, name="event-commitments"),
    path("meetings/<int:pk>/instructions/", instructions.event_instructions, name="event-instructions"),
    path("instructions/<int:pk>/", instructions.instruction, name="instruction"),
    path("instructions/<int:pk>/edit/", instructions.instruction_edit, name="instruction-edit"),
    path("instructions/<int:pk>/circulation/", instructions.instruction_circulation, name="instruction-circulation"),
    path("instructions/<int:pk>/sending/", instructions.instruction_sending, name="instruction-sending"),
    path("instructions/<int:pk>/file/", instructions.instruction_file, name="instruction-file"),
    path("instructions/<int:pk>/removal/", instructions.instruction_removal, name="instruction-removal"),
    path("strategies/<slug:slug>/commitments/", commitments.commitments, name="commitments"),
    path("commitments/<int:pk>/", commitments.commitment, name="commitment"),
    path("commitments/<int:pk>/edit/", commitments.commitment_edit, name="commitment-edit"),
    path("commitments/<int:pk>/resolution/", commitments.resolution, name="commitment-resolution"),
    path("commitments/<int:pk>/reopening/", commitments.commitment_reopening, name="commitment-reopening"),
    path("commitments/<int:pk>/removal/", commitments.commitment_removal, name="commitment-removal"),
    path("strategies/<slug:slug>/observations/", observations.observations, name="observations"),
    path("strategies/<slug:slug>/observations/new/", observations.observation_new, name="observation-new"),
    path("strategies/<slug:slug>/observations/template/", bulk.observation_template, name="observation-template"),
    path("strategies/<slug:slug>/observations/sets/new/", bulk.observation_set_new, name="observation-set-new"),
    path("observation-sets/<int:pk>/", bulk.observation_set, name="observation-set"),
    path("observation-sets/<int:pk>/sending/", bulk.observation_set_sending, name="observation-set-sending"),
    path("observation-sets/<int:pk>/removal/", bulk.observation_set_removal, name="observation-set-removal"),
    path("observations/<int:pk>/", observations.observation, name="observation"),
    path("observations/<int:pk>/edit/", observations.observation_edit, name="observation-edit"),
    path("observations/<int:pk>/removal/", observations.observation_removal, name="observation-removal"),
    path("observations/<int:pk>/withdrawal/", observations.withdrawal, name="observation-withdrawal"),
    path("observations/<int:pk>/acceptance/", review.acceptance, name="observation-acceptance"),
    path("observations/<int:pk>/return/", review.return_, name="observation-return"),
    path("observations/<int:pk>/decline/", review.decline, name="observation-decline"),
    path("observations/<int:pk>/registration/", review.registration, name="observation-registration"),
    path("strategies/<slug:slug>/goal-suggestions/", suggestions.goal_suggestions, name="goal-suggestions"),
    path("meetings/<int:pk>/attachments/", attachments.event_attachments, name="event-attachments"),
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
    path("attachments/<int:pk>/thumbnail/", attachments.thumbnail, name="attachment-thumbnail"),
    path("attachments/<int:pk>/removal/", attachments.attachment_removal, name="attachment-removal"),
]
