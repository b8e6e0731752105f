from django import template

from priorities.figures import numbers

register = template.Library()

register.filter("kronor", numbers.kronor)
register.simple_tag(numbers.given, name="amount")
register.simple_tag(numbers.measured, name="measured")
