from priorities.forms.fields import GoalField, GoalsField

__all__ = ["GoalField", "GoalsField"]
