// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IInstitutions} from "../interfaces/IInstitutions.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IRestrictions} from "../interfaces/IRestrictions.sol";
import {IRights} from "../interfaces/IRights.sol";
import {Approving} from "../keepers/Approving.sol";
import {RightKeeper} from "../keepers/RightKeeper.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Journal} from "../libraries/Journal.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {Approval} from "../types/Approval.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {RightId} from "../types/Ids.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";

/// @title The rules of {IRestrictions}, where they are stated
/// @notice What a right's word does not say of a restriction, who entered it and how long it lasts, is the same on every right that it
/// has come to lie on by division, and is kept here. The loops are those of {Line}: at most {Line.MAX_OVERLAYS} overlays of a right,
/// {Line.MAX_INTERVALS} intervals of an order.
contract Restrictions is IRestrictions, RightKeeper, Approving {
    /// @notice 1 slot.
    struct Restriction {
        uint32 institution;
        uint32 until;
        uint8 kind;
    }

    bytes32 private constant _LIFT = keccak256("RestrictionLift");

    mapping(uint64 ref => Restriction) private _restrictions;

    constructor(ILedger ledger, IInstitutions institutions) RightKeeper(ledger) Approving(institutions) {}

    /* REGISTRATIONS */

    /// @inheritdoc IRestrictions
    function restrict(
        RightId right,
        IRights.RightHead calldata head,
        Interval[] calldata intervals,
        Order calldata order
    ) external returns (uint64 sequence) {
        if (Overlays.RESTRICTIONS & (1 << order.kind) == 0) revert InvalidRestriction(order.kind);
        uint16 capacity = _capacityFor(order.kind);
        uint32 institution = _INSTITUTIONS.authorize(msg.sender, Duties.MAKER, capacity);
        if (capacity == Capacities.AUTHORITY && head.state.authority != institution) {
            revert NotCompetentFor(right, order.kind, institution);
        }
        if (!_isText(order.number)) revert InvalidOrderNumber();
        bool endless = order.kind == Overlays.SUSPENSION;
        if (_isOver(order.until) || (endless && order.until != 0)) revert InvalidUntil(order.until);
        _requireOnLine(right, head.state, intervals);
        sequence = _LEDGER.next(1);
        _restrictions[sequence] = Restriction(institution, order.until, order.kind);
        Overlay[] memory added = _laid(order.kind, sequence, sequence, intervals);
        (bytes memory unchanged, bytes32 stateHash) = _withAdded(head.state, added);
        bytes32 entry = Journal.emitted(
            RightRestricted.selector,
            RightId.unwrap(right),
            bytes32(uint256(sequence)),
            abi.encode(sequence, uint40(block.timestamp), institution, stateHash, order, added)
        );
        _replace(right, head, unchanged, stateHash, entry);
    }

    /// @inheritdoc IRestrictions
    function prolong(
        RightId right,
        IRights.RightHead calldata head,
        uint64 ref,
        uint32 until,
        string calldata number,
        bytes32 digest
    ) external returns (uint64 sequence) {
        Restriction memory it = _restrictions[ref];
        if (Line.without(head.state.overlays, ref).length == head.state.overlays.length || it.kind == 0) {
            revert UnknownRestriction(right, ref);
        }
        uint32 institution = _INSTITUTIONS.authorize(msg.sender, Duties.MAKER, _capacityFor(it.kind));
        if (it.institution != institution) revert NotRestrictor(ref, institution);
        if (_isOver(it.until)) revert RestrictionExpired(ref, it.until);
        if (it.until == 0 || (until != 0 && until <= it.until)) revert InvalidUntil(until);
        if (!_isText(number)) revert InvalidOrderNumber();
        _restrictions[ref].until = until;
        sequence = _LEDGER.next(1);
        bytes32 stateHash = keccak256(abi.encode(head.state));
        bytes32 entry = Journal.emitted(
            RestrictionProlonged.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(sequence, uint40(block.timestamp), institution, stateHash, until, number, digest)
        );
        _replace(right, head, _withoutOverlays(head.state), stateHash, entry);
    }

    /// @inheritdoc IRestrictions
    function lift(
        RightId right,
        IRights.RightHead calldata head,
        uint64 ref,
        string calldata number,
        bytes32 digest,
        Approval calldata approval
    ) external returns (uint64 sequence) {
        Overlay[] memory kept = Line.without(head.state.overlays, ref);
        if (kept.length == head.state.overlays.length || _restrictions[ref].kind == 0) {
            revert UnknownRestriction(right, ref);
        }
        (uint32 institution, uint16 capacities) = _requireLifter(ref, head.state.authority);
        if (!_isText(number)) revert InvalidOrderNumber();
        address approver = _requireChecker(
            _LIFT,
            RightId.unwrap(right),
            _rightWord(head),
            keccak256(abi.encode(ref, number, digest)),
            approval,
            institution,
            capacities
        );
        sequence = _LEDGER.next(1);
        (bytes memory unchanged, bytes32 stateHash) = _withLine(head.state, kept);
        bytes32 entry = Journal.emitted(
            RestrictionLifted.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(sequence, uint40(block.timestamp), institution, stateHash, number, digest, approver)
        );
        _replace(right, head, unchanged, stateHash, entry);
    }

    /* READING */

    /// @inheritdoc IRestrictions
    function isInForce(uint64 ref) external view returns (bool) {
        Restriction memory it = _restrictions[ref];
        return it.kind != 0 && !_isOver(it.until);
    }

    /* RULES */

    /// @return institution that of the caller, which may lift the restriction
    /// @return capacities the mask of those that its checker needs too
    function _requireLifter(
        uint64 ref,
        uint32 authority
    ) private view returns (uint32 institution, uint16 capacities) {
        Restriction memory it = _restrictions[ref];
        bool over = _isOver(it.until);
        capacities = _capacityFor(it.kind) | (over ? Capacities.AUTHORITY : 0);
        institution = _INSTITUTIONS.authorize(msg.sender, Duties.MAKER, capacities);
        if (it.institution != institution && !(over && authority == institution)) {
            revert NotRestrictor(ref, institution);
        }
    }

    function _isOver(uint32 until) private view returns (bool) {
        return until != 0 && CivilDate.endOf(until) < block.timestamp;
    }

    function _capacityFor(uint8 kind) private pure returns (uint16) {
        bool courts = kind == Overlays.JUDICIAL || kind == Overlays.STAY;
        return courts ? Capacities.COURT : Capacities.AUTHORITY;
    }
}
