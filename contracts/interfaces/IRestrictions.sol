// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Interval} from "../libraries/Line.sol";
import {Approval} from "../types/Approval.sol";
import {RightId} from "../types/Ids.sol";
import {Overlay} from "../types/Overlay.sol";
import {Head} from "../types/Subjects.sol";

/// @title Restrictions 限制: freezes, holds, suspensions and stays on units of a right
/// @notice Each is an overlay with an order, a scope and an end. Where several freezes lie on the same units the earliest is in
/// effect and the others wait (轮候); when it ends or expires the next is in effect, which is derived and never written.
/// A restriction is not a claim to payment: it never changes the rank of an interest, and units under several are counted once.
///
/// Assumptions. A court or authority orders what it may order; the registry checks the capacity, not the order. Who ordered and until
/// when is a fact that every registry reads, so a restriction binds the acts of all of them. Clocks are those of the block.
interface IRestrictions {
    struct Order {
        /// {Overlays}: JUDICIAL, ADMINISTRATIVE, COMPLIANCE, PLEDGE_CONTROL, SUSPENSION or STAY
        uint8 kind;
        /// last civil day on which it is in force; 0 until it is lifted, as a suspension always is
        uint32 until;
        /// file number of the order, 1 to {MAX_TEXT} bytes
        string number;
        /// salted digest of the order
        bytes32 digest;
    }

    /// @notice Indexed: the right, and the registry sequence of this registration, by which the restriction is known.
    event RightRestricted(
        RightId indexed right,
        uint256 indexed ref,
        uint64 sequence,
        uint40 time,
        uint32 institution,
        bytes32 stateHash,
        Order order,
        Overlay[] added
    );
    /// @notice The restriction `ref` is in force until `until` (续冻).
    event RestrictionProlonged(
        RightId indexed right,
        uint256 indexed ref,
        uint64 sequence,
        uint40 time,
        uint32 institution,
        bytes32 stateHash,
        uint32 until,
        string number,
        bytes32 digest
    );
    /// @notice The restriction `ref` no longer lies on this right. `approver` is the checker's key.
    event RestrictionLifted(
        RightId indexed right,
        uint256 indexed ref,
        uint64 sequence,
        uint40 time,
        uint32 institution,
        bytes32 stateHash,
        string number,
        bytes32 digest,
        address approver
    );

    error InvalidRestriction(uint8 kind);
    error InvalidOrderNumber();
    /// @notice `until` is 0 or a day that has not ended, of a suspension 0; a prolongation is later than the end before it.
    error InvalidUntil(uint32 until);
    /// @notice Courts freeze and stay; the authority that confirmed the right does the rest.
    error NotCompetentFor(RightId right, uint8 kind, uint32 institution);
    /// @notice There is no such restriction on the right.
    error UnknownRestriction(RightId right, uint64 ref);
    /// @notice Only the institution that restricted may prolong or lift; what has expired the right's authority may lift too.
    error NotRestrictor(uint64 ref, uint32 institution);
    /// @notice It expired at the end of `until`; a new order takes a new place.
    error RestrictionExpired(uint64 ref, uint32 until);

    /// @notice Restricts `intervals` of a right. A maker of a court (JUDICIAL, STAY) or of the right's authority (the others).
    function restrict(
        RightId right,
        Head calldata head,
        Interval[] calldata intervals,
        Order calldata order
    ) external returns (uint64 sequence);

    /// @notice Prolongs a restriction that has not expired, keeping its place. A maker of the institution that restricted.
    function prolong(
        RightId right,
        Head calldata head,
        uint64 ref,
        uint32 until,
        string calldata number,
        bytes32 digest
    ) external returns (uint64 sequence);

    /// @notice Lifts a restriction from a right. A maker of the institution that restricted, approved by a checker of the same,
    /// who signs act "RestrictionLift" on the right's word with details keccak256(abi.encode(ref, number, digest)).
    function lift(
        RightId right,
        Head calldata head,
        uint64 ref,
        string calldata number,
        bytes32 digest,
        Approval calldata approval
    ) external returns (uint64 sequence);
}
